namespace MicroGenre.Learning;

/// <summary>Solves symmetric positive definite systems by the factorisation L Lᵀ.</summary>
internal static class Cholesky
{
    /// <summary>Replaces the lower triangle of a matrix, <c>[size, size]</c>, with L.</summary>
    public static void Factor(double[] matrix, int size, FitOptions options)
    {
        for (var column = 0; column < size; column++)
        {
            var pivot = matrix.AsSpan(column * size, column);
            var diagonal = Math.Sqrt(matrix[(column * size) + column] - Vectors.Dot(pivot, pivot));
            matrix[(column * size) + column] = diagonal;
            options.For(column + 1, size, row =>
            {
                var sum = Vectors.Dot(matrix.AsSpan(row * size, column), matrix.AsSpan(column * size, column));
                matrix[(row * size) + column] = (matrix[(row * size) + column] - sum) / diagonal;
            });
        }
    }

    /// <summary>Replaces b with the solution x of L Lᵀ x = b.</summary>
    public static void Solve(double[] factor, double[] b)
    {
        var size = b.Length;
        for (var row = 0; row < size; row++)
        {
            b[row] = (b[row] - Vectors.Dot(factor.AsSpan(row * size, row), b.AsSpan(0, row))) / factor[(row * size) + row];
        }

        for (var row = size - 1; row >= 0; row--)
        {
            b[row] /= factor[(row * size) + row];
            Vectors.AddScaled(b.AsSpan(0, row), -b[row], factor.AsSpan(row * size, row));
        }
    }
}
