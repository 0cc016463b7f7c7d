using System.Numerics;

namespace MicroGenre.Signal;

/// <summary>Spectra of centred frames under a periodic Hann window (librosa's <c>stft</c>).</summary>
internal sealed class Stft(FeatureSettings settings)
{
    private readonly double[] _window = HannWindow(settings.WindowLength);
    private readonly Complex[] _spectrum = new Complex[settings.WindowLength];
    private readonly float[] _power = new float[settings.Bins];

    public ReadOnlySpan<float> Power(ReadOnlySpan<float> samples, int frame)
    {
        var start = ((long)frame * settings.HopLength) - (settings.WindowLength / 2);
        for (var i = 0; i < _spectrum.Length; i++)
        {
            var at = start + i;
            _spectrum[i] = at >= 0 && at < samples.Length ? samples[(int)at] * _window[i] : 0;
        }

        Fft.Forward(_spectrum);
        for (var bin = 0; bin < _power.Length; bin++)
        {
            var magnitude = (float)_spectrum[bin].Magnitude;
            _power[bin] = magnitude * magnitude;
        }

        return _power;
    }

    private static double[] HannWindow(int length)
    {
        var window = new double[length];
        for (var i = 0; i < length; i++)
        {
            window[i] = 0.5 - (0.5 * Math.Cos(2 * Math.PI * i / length));
        }

        return window;
    }
}
