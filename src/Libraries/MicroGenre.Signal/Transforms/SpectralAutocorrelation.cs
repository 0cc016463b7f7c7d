using System.Numerics;

namespace MicroGenre.Signal;

/// <summary>Computes autocorrelations of short signals of one length through their power spectrum.</summary>
internal sealed class SpectralAutocorrelation
{
    private readonly RealFft _fft;
    private readonly double[] _padded;
    private readonly double[] _real;
    private readonly double[] _imaginary;

    /// <summary>Creates an instance for signals of <paramref name="length"/> samples.</summary>
    public SpectralAutocorrelation(int length)
    {
        _fft = new RealFft((int)BitOperations.RoundUpToPowerOf2((uint)(2 * length)));
        _padded = new double[_fft.Length];
        _real = new double[_fft.Bins];
        _imaginary = new double[_fft.Bins];
    }

    /// <summary>The sums of products at each lag, from 0 on. The next call overwrites them.</summary>
    public ReadOnlySpan<double> Compute(ReadOnlySpan<double> values)
    {
        values.CopyTo(_padded);
        _padded.AsSpan(values.Length).Clear();
        _fft.Forward(_padded, _real, _imaginary);
        for (var bin = 0; bin < _real.Length; bin++)
        {
            _real[bin] = (_real[bin] * _real[bin]) + (_imaginary[bin] * _imaginary[bin]);
            _imaginary[bin] = 0;
        }

        _fft.Inverse(_real, _imaginary, _padded);
        return _padded.AsSpan(0, values.Length);
    }
}
