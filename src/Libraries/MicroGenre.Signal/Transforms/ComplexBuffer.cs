namespace MicroGenre.Signal;

/// <summary>Complex numbers with separate real and imaginary parts.</summary>
internal readonly record struct ComplexBuffer(AlignedDoubles Real, AlignedDoubles Imaginary)
{
    /// <summary>The same numbers with real and imaginary parts swapped.</summary>
    public ComplexBuffer Swapped => new(Imaginary, Real);

    /// <summary>Allocates a pair of buffers of <paramref name="length"/> numbers for the stages of a transform.</summary>
    public static (ComplexBuffer First, ComplexBuffer Second) Pair(int length)
    {
        var arrays = AlignedDoubles.Several(4, length);
        return (new ComplexBuffer(arrays[0], arrays[1]), new ComplexBuffer(arrays[2], arrays[3]));
    }
}
