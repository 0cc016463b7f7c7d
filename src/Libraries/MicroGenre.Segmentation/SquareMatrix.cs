namespace MicroGenre.Segmentation;

/// <summary>A value for each pair of windows.</summary>
/// <param name="Size">Number of rows and of columns.</param>
/// <param name="Values">The values, row-major <c>[size, size]</c>.</param>
public sealed record SquareMatrix(int Size, double[] Values)
{
    /// <summary>A matrix of zeros.</summary>
    public SquareMatrix(int size)
        : this(size, new double[checked(size * size)])
    {
    }

    /// <summary>The value in a row and column.</summary>
    public double this[int row, int column]
    {
        get => Row(row)[column];
        set => Row(row)[column] = value;
    }

    /// <summary>One row, <c>[size]</c>: a view, not a copy.</summary>
    public Span<double> Row(int row) => Values.AsSpan(row * Size, Size);

    /// <summary>The mean of the matrix and its transpose (equation 4 of the paper).</summary>
    public SquareMatrix Symmetrized()
    {
        var symmetric = new SquareMatrix(Size);
        for (var row = 0; row < Size; row++)
        {
            for (var column = 0; column <= row; column++)
            {
                symmetric[row, column] = symmetric[column, row] = (this[row, column] + this[column, row]) / 2;
            }
        }

        return symmetric;
    }
}
