namespace MicroGenre.Signal;

/// <summary>
/// Stretches spectra in time (librosa's <c>phase_vocoder</c>). Magnitudes are interpolated between frames; phases advance from frame to
/// frame at the rate of the original.
/// </summary>
internal static class PhaseVocoder
{
    public static ComplexSpectrogram Stretch(ComplexSpectrogram spectrogram, double rate, int hopLength)
    {
        var (bins, frames) = (spectrogram.Real.Rows, spectrogram.Real.Frames);
        var count = (int)Math.Ceiling(frames / rate);
        var (real, imaginary) = (new FeatureMatrix(bins, count), new FeatureMatrix(bins, count));
        for (var bin = 0; bin < bins; bin++)
        {
            var (magnitudes, phases) = ToPolar(spectrogram.Real.Row(bin), spectrogram.Imaginary.Row(bin));
            var advance = Math.PI * hopLength * bin / (bins - 1);
            var phase = phases[0];
            for (var t = 0; t < count; t++)
            {
                var position = t * rate;
                var before = (int)position;
                var part = position - before;
                var magnitude = ((1 - part) * magnitudes[before]) + (part * magnitudes[before + 1]);
                real[bin, t] = (float)(magnitude * Math.Cos(phase));
                imaginary[bin, t] = (float)(magnitude * Math.Sin(phase));
                phase += advance + Math.IEEERemainder(phases[before + 1] - phases[before] - advance, 2 * Math.PI);
            }
        }

        return new ComplexSpectrogram(real, imaginary);
    }

    /// <summary>Converts spectra to magnitudes and phases, and appends a silent frame.</summary>
    private static (double[] Magnitudes, double[] Phases) ToPolar(ReadOnlySpan<float> real, ReadOnlySpan<float> imaginary)
    {
        var (magnitudes, phases) = (new double[real.Length + 1], new double[real.Length + 1]);
        for (var t = 0; t < real.Length; t++)
        {
            magnitudes[t] = Math.Sqrt(((double)real[t] * real[t]) + ((double)imaginary[t] * imaginary[t]));
            phases[t] = Math.Atan2(imaginary[t], real[t]);
        }

        return (magnitudes, phases);
    }
}
