namespace MicroGenre.Signal;

/// <summary>Complex numbers, real and imaginary parts apart.</summary>
internal readonly record struct ComplexBuffer(double[] Real, double[] Imaginary)
{
    /// <summary>Room for <paramref name="length"/> numbers.</summary>
    public ComplexBuffer(int length)
        : this(new double[length], new double[length])
    {
    }

    /// <summary>The same numbers with real and imaginary parts exchanged.</summary>
    public ComplexBuffer Swapped => new(Imaginary, Real);
}
