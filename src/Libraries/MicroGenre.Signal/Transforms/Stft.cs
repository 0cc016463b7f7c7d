namespace MicroGenre.Signal;

/// <summary>Spectra of frames under a periodic Hann window (librosa's <c>stft</c>).</summary>
internal sealed class Stft(int windowLength)
{
    private readonly WindowFunction _window = WindowFunction.Hann(windowLength);
    private readonly RealFft _fft = new(windowLength);
    private readonly double[] _windowed = new double[windowLength];
    private readonly double[] _real = new double[(windowLength / 2) + 1];
    private readonly double[] _imaginary = new double[(windowLength / 2) + 1];

    /// <summary>Computes the power, <c>[bins]</c>, of one frame, <c>[window]</c>.</summary>
    public void Power(ReadOnlySpan<float> frame, Span<float> power) => _fft.Power(frame, _window, power);

    /// <summary>Computes the spectrum, <c>[bins]</c>, of one frame, <c>[window]</c>.</summary>
    public void Forward(ReadOnlySpan<float> frame, Span<float> real, Span<float> imaginary)
    {
        for (var i = 0; i < _windowed.Length; i++)
        {
            _windowed[i] = frame[i] * _window.Values[i];
        }

        _fft.Forward(_windowed, _real, _imaginary);
        for (var bin = 0; bin < _real.Length; bin++)
        {
            (real[bin], imaginary[bin]) = ((float)_real[bin], (float)_imaginary[bin]);
        }
    }
}
