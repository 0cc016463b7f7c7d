namespace MicroGenre.Signal;

/// <summary>An n-dimensional array in C order, as a <c>.npy</c> file holds it.</summary>
/// <typeparam name="T"><see cref="float"/>, <see cref="double"/> or <see cref="byte"/>.</typeparam>
/// <param name="Shape">The length of each dimension; empty for a single value.</param>
/// <param name="Values">The values, last dimension fastest.</param>
public sealed record NpyArray<T>(int[] Shape, T[] Values)
    where T : unmanaged
{
    /// <summary>The shape as rows and columns.</summary>
    /// <exception cref="InvalidDataException">The array does not have two dimensions.</exception>
    public (int Rows, int Columns) AsMatrixShape() => Shape is [var rows, var columns]
        ? (rows, columns)
        : throw new InvalidDataException($"The array has shape ({string.Join(", ", Shape)}); two dimensions are required.");
}
