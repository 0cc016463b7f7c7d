using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Json.Serialization;

namespace MicroGenre.Signal;

/// <summary>
/// Settings of the chromagram (librosa's <c>feature.chroma_stft</c>): the energy in each of the twelve pitch classes C, C♯, …, B, over all
/// octaves, relative to each frame's strongest.
/// </summary>
public sealed record ChromaStftSettings : FeatureSettings
{
    /// <summary>The number of pitch classes.</summary>
    public const int PitchClasses = 12;

    /// <summary>
    /// How far the music is tuned from A = 440 Hz, in semitones, −0.5 to 0.5. The default, <see langword="null"/>, estimates it from the
    /// signal (<see cref="Signal.Tuning"/>), which takes a second pass over the signal.
    /// </summary>
    public double? Tuning { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Feature => "chroma-stft";

    /// <inheritdoc/>
    [JsonIgnore]
    public override int Rows => PitchClasses;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Require(Tuning is null or (>= -0.5 and <= 0.5), nameof(Tuning), Tuning, "−0.5 to 0.5 semitones");
    }

    internal override FrameFeature CreateFeature() => new ChromaStftFeature(
        SampleRate, WindowLength,
            Tuning ?? throw new InvalidOperationException("The tuning must be set for a signal that arrives in pieces."));
}

/// <summary>The pitch classes of each frame.</summary>
internal sealed class ChromaStftFeature : FrameFeature
{
    private const int Classes = ChromaStftSettings.PitchClasses;
    private const double CentreOctave = 5;
    private const double OctaveWidth = 2;
    private const int SemitonesFromCToA = 9;

    /// <summary>Two vectors hold the pitch classes and four zeros.</summary>
    private static readonly int Stride = 2 * Vector256<float>.Count;

    /// <summary>The weight of each bin in each pitch class, <c>[bins, stride]</c>.</summary>
    private readonly float[] _weights;

    public ChromaStftFeature(int sampleRate, int windowLength, double tuning) => _weights = Weights(sampleRate, windowLength, tuning);

    public override int FrameValues => Classes;

    public override void Compute(FrameSpectrum spectrum, Span<float> values)
    {
        Project(spectrum.Power, values);
        Normalize(values);
    }

    [MethodImpl(Kernel.Compilation)]
    private void Project(ReadOnlySpan<float> power, Span<float> values)
    {
        var (first, second) = (Vector256<float>.Zero, Vector256<float>.Zero);
        ref var weights = ref MemoryMarshal.GetReference(_weights.AsSpan(0, power.Length * Stride));
        for (var bin = 0; bin < power.Length; bin++)
        {
            var at = (nuint)(bin * Stride);
            first += Vector256.LoadUnsafe(ref weights, at) * power[bin];
            second += Vector256.LoadUnsafe(ref weights, at + (nuint)Vector256<float>.Count) * power[bin];
        }

        first.CopyTo(values);
        second.GetLower().CopyTo(values[Vector256<float>.Count..]);
    }

    private static void Normalize(Span<float> values)
    {
        const float smallestNormal = 1.17549435e-38f;
        var greatest = 0f;
        foreach (var value in values)
        {
            greatest = Math.Max(greatest, value);
        }

        if (greatest < smallestNormal)
        {
            return;
        }

        foreach (ref var value in values)
        {
            value /= greatest;
        }
    }

    /// <summary>
    /// The filters (librosa's <c>filters.chroma</c>): around the pitch of each bin a bell over the pitch classes, as wide as the bin and of
    /// unit norm, weighted by a bell over the octaves around the fifth.
    /// </summary>
    private static float[] Weights(int sampleRate, int windowLength, double tuning)
    {
        // Pitch in semitones above A0. 0 Hz has no pitch and is placed one and a half octaves below the first bin.
        var pitches = new double[windowLength];
        for (var bin = 1; bin < windowLength; bin++)
        {
            pitches[bin] = Classes * Pitch.Octaves((double)bin * sampleRate / windowLength, tuning / Classes);
        }

        pitches[0] = pitches[1] - (1.5 * Classes);
        var bins = (windowLength / 2) + 1;
        var weights = new float[bins * Stride];
        Span<double> bell = stackalloc double[Classes];
        for (var bin = 0; bin < bins; bin++)
        {
            var width = bin + 1 < windowLength ? Math.Max(pitches[bin + 1] - pitches[bin], 1) : 1;
            var squares = 0.0;
            for (var pitch = 0; pitch < Classes; pitch++)
            {
                var distance = PositiveRemainder(pitches[bin] - pitch + (Classes / 2), Classes) - (Classes / 2);
                bell[pitch] = Math.Exp(-0.5 * Math.Pow(2 * distance / width, 2));
                squares += bell[pitch] * bell[pitch];
            }

            var octave = Math.Exp(-0.5 * Math.Pow(((pitches[bin] / Classes) - CentreOctave) / OctaveWidth, 2));
            for (var pitch = 0; pitch < Classes; pitch++)
            {
                // Pitches count from A, pitch classes from C.
                weights[(bin * Stride) + ((pitch + SemitonesFromCToA) % Classes)] = (float)(bell[pitch] / Math.Sqrt(squares) * octave);
            }
        }

        return weights;
    }

    private static double PositiveRemainder(double value, double divisor) => value - (divisor * Math.Floor(value / divisor));
}
