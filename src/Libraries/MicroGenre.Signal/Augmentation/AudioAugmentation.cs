namespace MicroGenre.Signal;

/// <summary>Changes a clip without changing its genre. Random changes take a seed.</summary>
/// <example><code>
/// var clip = AudioFile.Read("song.mp3");
/// var higher = AudioAugmentation.PitchShift(clip.Samples, semitones: 1, clip.SampleRate);
/// var noisy = AudioAugmentation.AddNoise(clip.Samples, decibels: 20, seed: 1);
/// var pieces = AudioAugmentation.Slices(clip.Samples, clip.SampleRate);
/// </code></example>
public static class AudioAugmentation
{
    /// <summary>The frames of the phase vocoder, as in librosa's effects.</summary>
    private static readonly FeatureSettings Frames = new SpectrogramSettings { WindowLength = 2048, HopLength = 512 };

    /// <summary>Cuts a clip into consecutive slices of equal length. A shorter rest at the end is dropped.</summary>
    /// <param name="samples">Mono samples, <c>[time]</c>.</param>
    /// <param name="sampleRate">Their rate, in Hz.</param>
    /// <param name="seconds">Length of a slice; 3 s cut 30 s into the 10 slices of <c>lstm-deep-features</c>.</param>
    /// <param name="count">Maximum number of slices.</param>
    public static IReadOnlyList<ReadOnlyMemory<float>> Slices(
        ReadOnlyMemory<float> samples, int sampleRate, double seconds = 3, int count = 10)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(seconds);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        var length = (int)Math.Round(seconds * sampleRate);
        return [.. Enumerable.Range(0, Math.Min(count, samples.Length / length)).Select(slice => samples.Slice(slice * length, length))];
    }

    /// <summary>Adds white noise at a signal-to-noise ratio.</summary>
    /// <param name="samples">Mono samples, <c>[time]</c>.</param>
    /// <param name="decibels">The signal-to-noise ratio, in dB.</param>
    /// <param name="seed">Seed of the noise.</param>
    public static float[] AddNoise(ReadOnlySpan<float> samples, double decibels, int seed)
    {
        var random = new Random(seed);
        var deviation = Level.Rms(samples) * Math.Pow(10, -decibels / 20);
        var noisy = new float[samples.Length];
        for (var n = 0; n < noisy.Length; n++)
        {
            noisy[n] = (float)(samples[n] + (deviation * random.NextGaussian()));
        }

        return noisy;
    }

    /// <summary>
    /// Changes the speed of a clip but not its pitch: faster if <paramref name="rate"/> is above 1, otherwise slower (librosa's
    /// <c>effects.time_stretch</c>).
    /// </summary>
    public static float[] TimeStretch(ReadOnlySpan<float> samples, double rate)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate);
        var stretched = PhaseVocoder.Stretch(ComplexSpectrogram.Of(samples, Frames), rate, Frames.HopLength);
        return stretched.ToSamples(Frames, (int)Math.Round(samples.Length / rate));
    }

    /// <summary>
    /// Shifts the pitch by <paramref name="semitones"/>, down if negative, without changing the length (librosa's
    /// <c>effects.pitch_shift</c>).
    /// </summary>
    public static float[] PitchShift(ReadOnlySpan<float> samples, double semitones, int sampleRate = AudioFile.DefaultSampleRate)
    {
        var rate = Math.Pow(2, -semitones / 12);
        var shifted = Resampler.Resample(TimeStretch(samples, rate), (int)Math.Round(sampleRate / rate), sampleRate);
        Array.Resize(ref shifted, samples.Length);
        return shifted;
    }
}
