namespace MicroGenre.Signal;

/// <summary>The complex spectra of a clip's frames.</summary>
/// <param name="Real">Real parts, <c>[bins, frames]</c>.</param>
/// <param name="Imaginary">Imaginary parts, <c>[bins, frames]</c>.</param>
internal sealed record ComplexSpectrogram(FeatureMatrix Real, FeatureMatrix Imaginary)
{
    /// <summary>Computes the spectra of centred frames under a periodic Hann window (librosa's <c>stft</c>).</summary>
    /// <param name="samples">Mono samples, <c>[time]</c>.</param>
    /// <param name="settings">Window and hop.</param>
    /// <exception cref="ArgumentException">The settings are invalid, or there are no samples.</exception>
    public static ComplexSpectrogram Of(ReadOnlySpan<float> samples, FeatureSettings settings)
    {
        settings.Validate();
        if (samples.IsEmpty)
        {
            throw new ArgumentException("Cannot transform: there are no samples.", nameof(samples));
        }

        var frames = settings.FrameCount(samples.Length);
        var real = new FeatureMatrixBuilder(settings.Bins, frames);
        var imaginary = new FeatureMatrixBuilder(settings.Bins, frames);
        var stft = new Stft(settings.WindowLength);
        var cutter = new FrameCutter(settings, frame =>
        {
            stft.Forward(frame.Samples, real.Frame, imaginary.Frame);
            real.Add();
            imaginary.Add();
        });
        cutter.Push(samples);
        cutter.Finish();
        return new ComplexSpectrogram(real.Build(), imaginary.Build());
    }

    /// <summary>
    /// Reconstructs the samples with these spectra, or the closest ones (librosa's <c>istft</c>): frames are transformed back, windowed
    /// again, overlap-added, and divided by the sum of squared windows.
    /// </summary>
    /// <param name="settings">Window and hop.</param>
    /// <param name="length">Number of samples to return.</param>
    public float[] ToSamples(FeatureSettings settings, int length)
    {
        var (window, half) = (WindowFunction.Hann(settings.WindowLength).Values, settings.WindowLength / 2);
        var sum = new double[length];
        var weight = new double[length];
        var fft = new RealFft(settings.WindowLength);
        var (real, imaginary, frame) = (new double[fft.Bins], new double[fft.Bins], new double[fft.Length]);
        for (var t = 0; t < Real.Frames; t++)
        {
            for (var bin = 0; bin < real.Length; bin++)
            {
                (real[bin], imaginary[bin]) = (Real[bin, t], Imaginary[bin, t]);
            }

            fft.Inverse(real, imaginary, frame);
            var start = (t * settings.HopLength) - half;
            for (var i = Math.Max(0, -start); i < frame.Length && start + i < length; i++)
            {
                sum[start + i] += frame[i] * window[i];
                weight[start + i] += window[i] * window[i];
            }
        }

        const double nothing = 1e-10;
        var samples = new float[length];
        for (var n = 0; n < length; n++)
        {
            samples[n] = (float)(weight[n] > nothing ? sum[n] / weight[n] : 0);
        }

        return samples;
    }
}
