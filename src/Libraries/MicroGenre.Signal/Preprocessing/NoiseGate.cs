namespace MicroGenre.Signal;

/// <summary>
/// Settings of the <see cref="NoiseGate"/>.
/// </summary>
public sealed record NoiseGateSettings
{
    /// <summary>Window and hop of the spectra.</summary>
    public FeatureSettings Frames { get; init; } = new SpectrogramSettings();

    /// <summary>
    /// The fraction of the time at least in which a frequency holds noise alone; the noise's level is told from its quietest moments.
    /// </summary>
    public double NoiseQuantile { get; init; } = 0.1;

    /// <summary>How far above the noise's level the gate opens, in dB; at 6 dB one noisy moment in fifty opens it.</summary>
    public double ThresholdDecibels { get; init; } = 6;

    /// <summary>How much what is below the threshold is reduced, in dB.</summary>
    public double ReductionDecibels { get; init; } = 20;

    /// <summary>Over how many neighbouring frequencies, to either side, the gate is smoothed.</summary>
    public int SmoothBins { get; init; } = 2;

    /// <summary>Over how many neighbouring frames, to either side, the gate is smoothed.</summary>
    public int SmoothFrames { get; init; } = 2;
}

/// <summary>
/// Reduces steady noise by spectral gating: each frequency has a gate of its own, which opens where it is clearly louder than the noise
/// that it has in the clip's quietest moments.
/// </summary>
public static class NoiseGate
{
    /// <summary>Returns the samples with less noise; as many as there were.</summary>
    /// <param name="samples">Mono samples, <c>[time]</c>.</param>
    /// <param name="settings">How; the defaults unless told.</param>
    public static float[] Apply(ReadOnlySpan<float> samples, NoiseGateSettings? settings = null)
    {
        settings ??= new NoiseGateSettings();
        var spectrogram = ComplexSpectrogram.Of(samples, settings.Frames);
        var gains = Smooth(Gates(spectrogram, settings), settings);
        for (var i = 0; i < gains.Values.Length; i++)
        {
            spectrogram.Real.Values[i] *= gains.Values[i];
            spectrogram.Imaginary.Values[i] *= gains.Values[i];
        }

        return spectrogram.ToSamples(settings.Frames, samples.Length);
    }

    private static FeatureMatrix Gates(ComplexSpectrogram spectrogram, NoiseGateSettings settings)
    {
        var gains = new FeatureMatrix(spectrogram.Real.Rows, spectrogram.Real.Frames);
        var closed = (float)Math.Pow(10, -settings.ReductionDecibels / 20);
        // The magnitude of noise at one frequency follows Rayleigh's distribution: the fraction q lies below rms · √(−ln(1 − q)).
        var margin = Math.Pow(10, settings.ThresholdDecibels / 20) / Math.Sqrt(-Math.Log(1 - settings.NoiseQuantile));
        var magnitudes = new float[gains.Frames];
        for (var bin = 0; bin < gains.Rows; bin++)
        {
            var (real, imaginary) = (spectrogram.Real.Row(bin).ToArray(), spectrogram.Imaginary.Row(bin).ToArray());
            for (var frame = 0; frame < magnitudes.Length; frame++)
            {
                magnitudes[frame] = MathF.Sqrt((real[frame] * real[frame]) + (imaginary[frame] * imaginary[frame]));
            }

            var sorted = magnitudes.Order().ToArray();
            var threshold = margin * sorted[(int)(settings.NoiseQuantile * (sorted.Length - 1))];
            for (var frame = 0; frame < magnitudes.Length; frame++)
            {
                gains[bin, frame] = magnitudes[frame] > threshold ? 1 : closed;
            }
        }

        return gains;
    }

    /// <summary>The mean over neighbouring frames, then over neighbouring frequencies.</summary>
    private static FeatureMatrix Smooth(FeatureMatrix gains, NoiseGateSettings settings)
    {
        var overFrames = new FeatureMatrix(gains.Rows, gains.Frames);
        for (var bin = 0; bin < gains.Rows; bin++)
        {
            for (var frame = 0; frame < gains.Frames; frame++)
            {
                var (first, last) = (Math.Max(0, frame - settings.SmoothFrames), Math.Min(gains.Frames - 1, frame + settings.SmoothFrames));
                var sum = 0f;
                for (var neighbour = first; neighbour <= last; neighbour++)
                {
                    sum += gains[bin, neighbour];
                }

                overFrames[bin, frame] = sum / (last - first + 1);
            }
        }

        for (var bin = 0; bin < gains.Rows; bin++)
        {
            var (first, last) = (Math.Max(0, bin - settings.SmoothBins), Math.Min(gains.Rows - 1, bin + settings.SmoothBins));
            var row = gains.Row(bin);
            row.Clear();
            for (var neighbour = first; neighbour <= last; neighbour++)
            {
                var other = overFrames.Row(neighbour);
                for (var frame = 0; frame < row.Length; frame++)
                {
                    row[frame] += other[frame] / (last - first + 1);
                }
            }
        }

        return gains;
    }
}
