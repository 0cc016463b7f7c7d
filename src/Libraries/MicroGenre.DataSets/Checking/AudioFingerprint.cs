using System.Numerics;
using MicroGenre.Signal;

namespace MicroGenre.DataSets;

/// <summary>
/// An audio fingerprint that recognises a recording in any file: a 32-bit word every 23 ms, each bit the sign of the change from frame to
/// frame of the energy difference between two neighbouring bands (Haitsma and Kalker, A Highly Robust Audio Fingerprinting System, ISMIR
/// 2002). It is independent of loudness, and re-encoding changes few bits.
/// </summary>
public sealed class AudioFingerprint
{
    private const int BitsPerWord = 32;
    private const float LeastShareOfLoudest = 1e-6f;

    // A window of 0.37 s every 0.02 s: recordings that start at different samples still have nearly the same frames.
    private static readonly MelSettings Bands = new()
    {
        WindowLength = 8192,
        HopLength = 512,
        MelBands = BitsPerWord + 1,
        MinFrequency = 300,
        MaxFrequency = 2000,
    };

    private readonly uint[] _words;
    private readonly bool[] _isHeard;

    private AudioFingerprint(uint[] words, bool[] isHeard) => (_words, _isHeard) = (words, isHeard);

    /// <summary>The sample rate for <see cref="Of"/>, in Hz.</summary>
    public static int SampleRate => Bands.SampleRate;

    /// <summary>Time between words, in seconds.</summary>
    public static double SecondsPerWord => (double)Bands.HopLength / Bands.SampleRate;

    /// <summary>Number of words.</summary>
    public int Length => _words.Length;

    /// <summary>Computes the fingerprint of a recording.</summary>
    /// <param name="samples">Mono samples at <see cref="SampleRate"/>, <c>[time]</c>; at least one.</param>
    public static AudioFingerprint Of(ReadOnlySpan<float> samples)
    {
        var energies = Feature.Compute(samples, Bands);
        var totals = new float[energies.Frames];
        for (var band = 0; band < energies.Rows; band++)
        {
            var row = energies.Row(band);
            for (var frame = 0; frame < totals.Length; frame++)
            {
                totals[frame] += row[frame];
            }
        }

        var floor = totals.Max() * LeastShareOfLoudest;
        var count = Math.Max(energies.Frames - 1, 0);
        var (words, isHeard) = (new uint[count], new bool[count]);
        for (var i = 0; i < count; i++)
        {
            isHeard[i] = totals[i] > floor && totals[i + 1] > floor;
            for (var bit = 0; bit < BitsPerWord; bit++)
            {
                var change = energies[bit, i + 1] - energies[bit + 1, i + 1] - (energies[bit, i] - energies[bit + 1, i]);
                words[i] |= change > 0 ? 1u << bit : 0;
            }
        }

        return new AudioFingerprint(words, isHeard);
    }

    /// <summary>The words that are not silence, with their positions.</summary>
    public IEnumerable<(int Place, uint Word)> Heard() =>
        _words.Index().Where(word => _isHeard[word.Index]).Select(word => (word.Index, word.Item));

    /// <summary>The share of bits in which two fingerprints differ where they overlap; about 0.5 for different recordings.</summary>
    /// <param name="other">The other fingerprint.</param>
    /// <param name="offset">The position in <paramref name="other"/> of the first word of this fingerprint; may be negative.</param>
    /// <returns>The share, and the number of overlapping words.</returns>
    public (double Share, int Words) Difference(AudioFingerprint other, int offset)
    {
        ArgumentNullException.ThrowIfNull(other);
        var (bits, words) = (0L, 0);
        for (var i = Math.Max(0, -offset); i < Math.Min(Length, other.Length - offset); i++)
        {
            if (_isHeard[i] && other._isHeard[i + offset])
            {
                bits += BitOperations.PopCount(_words[i] ^ other._words[i + offset]);
                words++;
            }
        }

        return (words == 0 ? 1 : (double)bits / ((long)words * BitsPerWord), words);
    }
}
