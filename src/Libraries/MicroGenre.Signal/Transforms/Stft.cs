namespace MicroGenre.Signal;

/// <summary>Spectra of frames under a periodic Hann window (librosa's <c>stft</c>).</summary>
internal sealed class Stft(int windowLength)
{
    private readonly WindowFunction _window = WindowFunction.Hann(windowLength);
    private readonly RealFft _fft = new(windowLength);

    /// <summary>The power at each frequency, <c>[bins]</c>, of one frame, <c>[window]</c>.</summary>
    public void Power(ReadOnlySpan<float> frame, Span<float> power) => _fft.Power(frame, _window, power);
}
