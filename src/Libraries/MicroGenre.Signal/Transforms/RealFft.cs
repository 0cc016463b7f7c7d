using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MicroGenre.Signal;

/// <summary>
/// Discrete Fourier transform of real numbers in double precision. Even lengths are packed: n real numbers are transformed as n/2 complex
/// ones, and the spectrum is unpacked afterwards. Instances own working memory and are not thread-safe; costly tables are shared.
/// </summary>
/// <example><code>
/// var fft = new RealFft(2048);
/// </code></example>
public sealed class RealFft
{
    private static readonly RecentlyMade<int, AlignedDoubles> Factors = new(MakeFactors);

    private readonly bool _packed;
    private readonly PowerOfTwoFft? _powerOfTwo;
    private readonly BluesteinFft? _bluestein;
    private readonly ComplexBuffer _first;
    private readonly ComplexBuffer _second;

    /// <summary>e^(−2πi·k/n): the cosines for k = 0 … n/4, then the sines.</summary>
    private readonly AlignedDoubles _factors;

    /// <summary>Creates a transform of <paramref name="length"/> points.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is not positive.</exception>
    public RealFft(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        Length = length;
        _packed = length % 2 == 0;
        var points = _packed ? length / 2 : length;
        if (BitOperations.IsPow2(points) && points >= PowerOfTwoFft.MinLength)
        {
            _powerOfTwo = PowerOfTwoFft.ForLength(points);
        }
        else
        {
            _bluestein = BluesteinFft.ForLength(points);
        }

        var room = _bluestein?.BufferLength ?? points;
        (_first, _second) = ComplexBuffer.Pair(room);
        _factors = Factors.For(length);
    }

    /// <summary>Number of points.</summary>
    public int Length { get; }

    /// <summary>Number of frequencies, from 0 to the Nyquist frequency.</summary>
    public int Bins => (Length / 2) + 1;

    /// <summary>Computes the spectrum, <c>[bins]</c>, of <paramref name="values"/>, <c>[length]</c>.</summary>
    public void Forward(ReadOnlySpan<double> values, Span<double> real, Span<double> imaginary)
    {
        if (!_packed)
        {
            values.CopyTo(_first.Real.Span);
            _first.Imaginary.Span[..Length].Clear();
            var spectrum = Transform(_first, _second);
            spectrum.Real.Span[..Bins].CopyTo(real);
            spectrum.Imaginary.Span[..Bins].CopyTo(imaginary);
            return;
        }

        for (var i = 0; i < Length / 2; i++)
        {
            _first.Real[i] = values[2 * i];
            _first.Imaginary[i] = values[(2 * i) + 1];
        }

        Unpack(Transform(_first, _second), real, imaginary);
    }

    /// <summary>
    /// Computes the power, <c>[bins]</c>, of <paramref name="values"/> times <paramref name="window"/>, both <c>[length]</c>.
    /// </summary>
    internal void Power(ReadOnlySpan<float> values, WindowFunction window, Span<float> power)
    {
        if (!_packed)
        {
            for (var i = 0; i < Length; i++)
            {
                _first.Real[i] = values[i] * window.Values[i];
                _first.Imaginary[i] = 0;
            }

            Power(Transform(_first, _second), power);
            return;
        }

        var half = Length / 2;
        if (Lanes8.IsSupported && half % (2 * Lanes8.Count) == 0)
        {
            Pack<Vector512<double>, Lanes8>(values, window);
            UnpackPower<Vector512<double>, Lanes8>(Transform(_first, _second), power);
        }
        else if (half % (2 * Lanes4.Count) == 0)
        {
            Pack<Vector256<double>, Lanes4>(values, window);
            UnpackPower<Vector256<double>, Lanes4>(Transform(_first, _second), power);
        }
        else
        {
            for (var i = 0; i < half; i++)
            {
                _first.Real[i] = values[2 * i] * window.Even[i];
                _first.Imaginary[i] = values[(2 * i) + 1] * window.Odd[i];
            }

            UnpackPower(Transform(_first, _second), 0, half / 2, power);
        }
    }

    /// <summary>
    /// Computes the real numbers, <c>[length]</c>, with a spectrum, <c>[bins]</c>. The imaginary parts at 0 and at the Nyquist frequency
    /// are ignored.
    /// </summary>
    public void Inverse(ReadOnlySpan<double> real, ReadOnlySpan<double> imaginary, Span<double> values)
    {
        // With real and imaginary parts swapped, the forward transform is the inverse.
        if (!_packed)
        {
            for (var bin = 0; bin < Bins; bin++)
            {
                var mirrored = bin == 0 ? 0 : Length - bin;
                _first.Imaginary[bin] = _first.Imaginary[mirrored] = real[bin];
                _first.Real[bin] = bin == 0 ? 0 : imaginary[bin];
                _first.Real[mirrored] = -_first.Real[bin];
            }

            var result = Transform(_first, _second);
            for (var i = 0; i < Length; i++)
            {
                values[i] = result.Imaginary[i] / Length;
            }

            return;
        }

        var half = Length / 2;
        Repack(real, imaginary);
        var packed = Transform(_first, _second);
        for (var i = 0; i < half; i++)
        {
            values[2 * i] = packed.Imaginary[i] / half;
            values[(2 * i) + 1] = packed.Real[i] / half;
        }
    }

    private ComplexBuffer Transform(ComplexBuffer from, ComplexBuffer to) =>
        _powerOfTwo?.Forward(from, to) ?? _bluestein!.Forward(from, to);

    [MethodImpl(Kernel.Compilation)]
    private void Pack<T, L>(ReadOnlySpan<float> values, WindowFunction window)
        where T : struct
        where L : ILanes<T>
    {
        ref var source = ref MemoryMarshal.GetReference(values[..Length]);
        ref var even = ref window.Even.Start;
        ref var odd = ref window.Odd.Start;
        ref var real = ref _first.Real.Start;
        ref var imaginary = ref _first.Imaginary.Start;
        for (var i = 0; i < Length / 2; i += L.Count)
        {
            L.LoadPairs(ref source, 2 * i, out var evenValues, out var oddValues);
            L.Store(L.Multiply(evenValues, L.Load(ref even, i)), ref real, i);
            L.Store(L.Multiply(oddValues, L.Load(ref odd, i)), ref imaginary, i);
        }
    }

    /// <summary>
    /// Computes the spectrum X of real numbers from the transform Z of their pairs. With E = (Z[k] + Z*[n/2−k]) / 2, the transform of the
    /// even ones, and O = (Z[k] − Z*[n/2−k]) / 2i, that of the odd ones, X[k] = E + e^(−2πik/n) O, and X[n/2−k] is the conjugate of E −
    /// e^(−2πik/n) O.
    /// </summary>
    private void Unpack(ComplexBuffer packed, Span<double> real, Span<double> imaginary)
    {
        var half = Length / 2;
        for (var k = 0; k <= half / 2; k++)
        {
            var (evenR, evenI, oddR, oddI) = Split(packed, k);
            (real[k], imaginary[k]) = (evenR + oddR, evenI + oddI);
            (real[half - k], imaginary[half - k]) = (evenR - oddR, oddI - evenI);
        }
    }

    private (double EvenR, double EvenI, double OddR, double OddI) Split(ComplexBuffer packed, int k)
    {
        var half = Length / 2;
        var mirrored = k == 0 ? 0 : half - k;
        var (zr, zi, mr, mi) = (packed.Real[k], packed.Imaginary[k], packed.Real[mirrored], packed.Imaginary[mirrored]);
        var (oddR, oddI) = (0.5 * (zi + mi), 0.5 * (mr - zr));
        var (cos, sin) = (_factors[k], _factors[(half / 2) + 1 + k]);
        return (0.5 * (zr + mr), 0.5 * (zi - mi), (oddR * cos) - (oddI * sin), (oddR * sin) + (oddI * cos));
    }

    /// <summary>
    /// Computes the power of frequencies <paramref name="first"/> to <paramref name="last"/> and of their mirror images at a quarter of the
    /// length.
    /// </summary>
    private void UnpackPower(ComplexBuffer packed, int first, int last, Span<float> power)
    {
        for (var k = first; k <= last; k++)
        {
            var (evenR, evenI, oddR, oddI) = Split(packed, k);
            power[k] = (float)Square(evenR + oddR, evenI + oddI);
            power[(Length / 2) - k] = (float)Square(evenR - oddR, evenI - oddI);
        }
    }

    [MethodImpl(Kernel.Compilation)]
    private void UnpackPower<T, L>(ComplexBuffer packed, Span<float> power)
        where T : struct
        where L : ILanes<T>
    {
        var half = Length / 2;
        var quarter = half / 2;
        UnpackPower(packed, 0, 0, power);
        ref var real = ref packed.Real.Start;
        ref var imaginary = ref packed.Imaginary.Start;
        ref var factors = ref _factors.Start;
        ref var destination = ref MemoryMarshal.GetReference(power[..Bins]);
        // The code computes 2E and 2O, so the power is four times too large.
        var fourth = L.Broadcast(0.25);
        var k = 1;
        for (; k + L.Count <= quarter + 1; k += L.Count)
        {
            var mirrored = half - k - (L.Count - 1);
            var (zr, zi) = (L.Load(ref real, k), L.Load(ref imaginary, k));
            var (mr, mi) = (L.Reverse(L.Load(ref real, mirrored)), L.Reverse(L.Load(ref imaginary, mirrored)));
            var (evenR, evenI) = (L.Add(zr, mr), L.Subtract(zi, mi));
            var (oddR, oddI) = (L.Add(zi, mi), L.Subtract(mr, zr));
            var (cos, sin) = (L.Load(ref factors, k), L.Load(ref factors, quarter + 1 + k));
            var turnedR = L.MultiplySubtractFrom(oddI, sin, L.Multiply(oddR, cos));
            var turnedI = L.MultiplyAdd(oddR, sin, L.Multiply(oddI, cos));
            L.Store(L.Multiply(fourth, Square<T, L>(L.Add(evenR, turnedR), L.Add(evenI, turnedI))), ref destination, k);
            L.Store(L.Reverse(L.Multiply(fourth, Square<T, L>(L.Subtract(evenR, turnedR), L.Subtract(evenI, turnedI)))), ref destination,
                mirrored);
        }

        UnpackPower(packed, k, quarter, power);
    }

    private void Power(ComplexBuffer spectrum, Span<float> power)
    {
        for (var bin = 0; bin < Bins; bin++)
        {
            power[bin] = (float)Square(spectrum.Real[bin], spectrum.Imaginary[bin]);
        }
    }

    /// <summary>
    /// Computes the transform of the pairs from the spectrum, with real and imaginary parts swapped: the inverse of <see cref="Unpack"/>.
    /// </summary>
    private void Repack(ReadOnlySpan<double> real, ReadOnlySpan<double> imaginary)
    {
        var half = Length / 2;
        for (var k = 0; k <= half / 2; k++)
        {
            var mirrored = half - k;
            var (kI, mirroredI) = k == 0 ? (0, 0) : (imaginary[k], imaginary[mirrored]);
            var (evenR, evenI) = (0.5 * (real[k] + real[mirrored]), 0.5 * (kI - mirroredI));
            var (turnedR, turnedI) = (0.5 * (real[k] - real[mirrored]), 0.5 * (kI + mirroredI));
            var (cos, sin) = (_factors[k], _factors[(half / 2) + 1 + k]);
            var (oddR, oddI) = ((turnedR * cos) + (turnedI * sin), (turnedI * cos) - (turnedR * sin));
            (_first.Imaginary[k], _first.Real[k]) = (evenR - oddI, evenI + oddR);
            if (k > 0)
            {
                (_first.Imaginary[mirrored], _first.Real[mirrored]) = (evenR + oddI, oddR - evenI);
            }
        }
    }

    private static double Square(double real, double imaginary) => (real * real) + (imaginary * imaginary);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Square<T, L>(T real, T imaginary)
        where T : struct
        where L : ILanes<T> => L.MultiplyAdd(real, real, L.Multiply(imaginary, imaginary));

    private static AlignedDoubles MakeFactors(int length)
    {
        var quarter = length / 4;
        var factors = new double[2 * (quarter + 1)];
        for (var k = 0; k <= quarter; k++)
        {
            (factors[quarter + 1 + k], factors[k]) = Math.SinCos(-2 * Math.PI * k / length);
        }

        return new AlignedDoubles(factors);
    }
}
