namespace MicroGenre.Signal;

/// <summary>
/// Settings of the <see cref="NoiseGate"/>.
/// </summary>
public sealed record NoiseGateSettings
{
    /// <summary>Window and hop of the spectra.</summary>
    public FeatureSettings Frames { get; init; } = new SpectrogramSettings();

    /// <summary>
    /// The minimum fraction of the time in which a frequency holds only noise. The noise level is estimated from these quietest moments.
    /// </summary>
    public double NoiseQuantile { get; init; } = 0.1;

    /// <summary>How far above the noise level the gate opens, in dB. At 6 dB, noise alone opens it one time in fifty.</summary>
    public double ThresholdDecibels { get; init; } = 6;

    /// <summary>Attenuation below the threshold, in dB.</summary>
    public double ReductionDecibels { get; init; } = 20;

    /// <summary>Number of neighbouring frequencies on either side over which the gate is smoothed.</summary>
    public int SmoothBins { get; init; } = 2;

    /// <summary>Number of neighbouring frames on either side over which the gate is smoothed.</summary>
    public int SmoothFrames { get; init; } = 2;
}

/// <summary>
/// Reduces steady noise by spectral gating. Each frequency has its own gate, which opens when the frequency is clearly louder than its
/// noise level, taken from the clip's quietest moments.
/// </summary>
public static class NoiseGate
{
    /// <summary>Returns the samples with less noise, in the same number.</summary>
    /// <param name="samples">Mono samples, <c>[time]</c>.</param>
    /// <param name="settings">The settings; <see langword="null"/> for the defaults.</param>
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
