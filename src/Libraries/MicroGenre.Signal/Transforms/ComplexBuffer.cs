namespace MicroGenre.Signal;

/// <summary>Complex numbers, real and imaginary parts apart.</summary>
internal readonly record struct ComplexBuffer(AlignedDoubles Real, AlignedDoubles Imaginary)
{
    /// <summary>The same numbers with real and imaginary parts exchanged.</summary>
    public ComplexBuffer Swapped => new(Imaginary, Real);

    /// <summary>A pair of buffers of <paramref name="length"/> numbers, for a transform to go back and forth between.</summary>
    public static (ComplexBuffer First, ComplexBuffer Second) Pair(int length)
    {
        var arrays = AlignedDoubles.Several(4, length);
        return (new ComplexBuffer(arrays[0], arrays[1]), new ComplexBuffer(arrays[2], arrays[3]));
    }
}
