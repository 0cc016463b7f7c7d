using System.Numerics;

namespace MicroGenre.Signal;

/// <summary>
/// Complex transform of any length, computed as a convolution with a chirp by a longer power-of-two transform (Bluestein 1970).
/// </summary>
internal sealed class BluesteinFft
{
    private static readonly RecentlyMade<int, BluesteinFft> Plans = new(length => new BluesteinFft(length));

    private readonly PowerOfTwoFft _inner;
    private readonly ComplexBuffer _chirp;

    /// <summary>The transform of the chirp's conjugate, divided by the inner length.</summary>
    private readonly ComplexBuffer _filter;

    private BluesteinFft(int length)
    {
        Length = length;
        _inner = PowerOfTwoFft.ForLength(Math.Max(PowerOfTwoFft.MinLength, (int)BitOperations.RoundUpToPowerOf2((uint)((2 * length) - 1))));
        _chirp = ComplexBuffer.Pair(length).First;
        var (conjugate, other) = ComplexBuffer.Pair(_inner.Length);
        for (var n = 0; n < length; n++)
        {
            var (sin, cos) = Math.SinCos(-Math.PI * ((long)n * n % (2L * length)) / length);
            (_chirp.Real[n], _chirp.Imaginary[n]) = (cos, sin);
            var mirrored = (_inner.Length - n) % _inner.Length;
            conjugate.Real[n] = conjugate.Real[mirrored] = cos / _inner.Length;
            conjugate.Imaginary[n] = conjugate.Imaginary[mirrored] = -sin / _inner.Length;
        }

        _filter = _inner.Forward(conjugate, other);
    }

    /// <summary>Number of points.</summary>
    public int Length { get; }

    /// <summary>Length of the buffers for <see cref="Forward"/>.</summary>
    public int BufferLength => _inner.Length;

    /// <summary>Returns the plan for a length.</summary>
    public static BluesteinFft ForLength(int length) => Plans.For(length);

    /// <summary>
    /// Transforms the points in <paramref name="from"/>. Returns the buffer that holds the result, which is one of the two.
    /// </summary>
    public ComplexBuffer Forward(ComplexBuffer from, ComplexBuffer to)
    {
        Multiply(from, _chirp, Length);
        from.Real.Span[Length..].Clear();
        from.Imaginary.Span[Length..].Clear();
        var spectrum = _inner.Forward(from, to);
        Multiply(spectrum, _filter, _inner.Length);
        // Swapping real and imaginary parts before and after turns the forward transform into the inverse.
        var other = spectrum.Real == from.Real ? to : from;
        var result = _inner.Forward(spectrum.Swapped, other.Swapped).Swapped;
        Multiply(result, _chirp, Length);
        return result;
    }

    private static void Multiply(ComplexBuffer values, ComplexBuffer factors, int count)
    {
        var (real, imaginary) = (values.Real, values.Imaginary);
        for (var i = 0; i < count; i++)
        {
            var (a, b) = (real[i], imaginary[i]);
            real[i] = (a * factors.Real[i]) - (b * factors.Imaginary[i]);
            imaginary[i] = (a * factors.Imaginary[i]) + (b * factors.Real[i]);
        }
    }
}
