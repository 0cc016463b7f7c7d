using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace MicroGenre.Segmentation.Clustering;

/// <summary>The largest eigenvalues of a symmetric matrix and their eigenvectors.</summary>
/// <param name="Values">The eigenvalues, <c>[count]</c>, largest first.</param>
/// <param name="Vectors">Their orthonormal eigenvectors, <c>[count][size]</c>.</param>
internal sealed record Eigenvectors(double[] Values, double[][] Vectors)
{
    /// <summary>Up to this size, a full decomposition is faster.</summary>
    private const int LargestDecomposed = 160;

    /// <summary>Number of additional vectors in a block, which speed up the convergence of the last one.</summary>
    private const int Spare = 2;

    private const int BasisSize = 120;
    private const int MostRestarts = 60;

    /// <summary>Maximum error of an eigenvector, relative to the largest eigenvalue.</summary>
    private const double Tolerance = 1e-8;

    /// <summary>
    /// Computes the eigenvectors of the largest eigenvalues. Large matrices are projected onto a block Krylov space (the span of X, LX,
    /// L²X, …), restarted from the best vectors so far until they converge, so the work grows with the square of the size.
    /// </summary>
    /// <param name="matrix">A symmetric matrix.</param>
    /// <param name="count">Number of eigenvectors, at most the size of the matrix.</param>
    /// <param name="maxDegreeOfParallelism">Maximum number of cores; −1 for all. It does not affect the result.</param>
    public static Eigenvectors Largest(SquareMatrix matrix, int count, int maxDegreeOfParallelism = -1)
    {
        if (matrix.Size <= Math.Max(LargestDecomposed, 4 * (count + Spare)))
        {
            var (values, vectors) = Decompose(DenseMatrix.OfColumnMajor(matrix.Size, matrix.Size, matrix.Values), count);
            return new Eigenvectors(values, vectors);
        }

        return new BlockKrylov(matrix, maxDegreeOfParallelism).Largest(count);
    }

    /// <summary>Computes the largest eigenvalues, largest first, by a full decomposition.</summary>
    private static (double[] Values, double[][] Vectors) Decompose(Matrix<double> symmetric, int count)
    {
        var decomposition = symmetric.Evd(Symmetricity.Symmetric);
        var last = symmetric.RowCount - 1;
        var ascending = decomposition.EigenValues;
        return (
            [.. Enumerable.Range(0, count).Select(i => ascending[last - i].Real)],
            [.. Enumerable.Range(0, count).Select(i => decomposition.EigenVectors.Column(last - i).ToArray())]);
    }

    private sealed class BlockKrylov(SquareMatrix matrix, int maxDegreeOfParallelism)
    {
        /// <summary>Determines the start of the search, but not its result.</summary>
        private readonly Random _random = new(1);

        public Eigenvectors Largest(int count)
        {
            var block = count + Spare;
            var start = Enumerable.Range(0, block).Select(_ => RandomVector()).ToArray();
            for (var restart = 1; ; restart++)
            {
                var (basis, images) = Basis(start, block * Math.Max(3, BasisSize / block));
                var projected = DenseMatrix.Create(basis.Count, basis.Count, (row, column) =>
                    row <= column ? VectorMath.Dot(basis[row], images[column]) : VectorMath.Dot(basis[column], images[row]));
                var (values, coordinates) = Decompose(projected, block);
                start = [.. coordinates.Select(coordinate => Combine(basis, coordinate))];
                var residual = Enumerable.Range(0, count).Max(i => Residual(Combine(images, coordinates[i]), values[i], start[i]));
                if (residual <= Tolerance * values.Max(Math.Abs) || restart == MostRestarts)
                {
                    return new Eigenvectors(values[..count], start[..count]);
                }
            }
        }

        /// <summary>
        /// Computes an orthonormal basis of the block Krylov space, and the product of the matrix with each of its vectors.
        /// </summary>
        private (List<double[]> Basis, List<double[]> Images) Basis(double[][] start, int size)
        {
            var (basis, images) = (new List<double[]>(size), new List<double[]>(size));
            var next = start;
            while (true)
            {
                var first = basis.Count;
                foreach (var vector in next)
                {
                    basis.Add(Orthonormal(vector, basis));
                }

                images.AddRange(Multiply(basis[first..]));
                if (basis.Count >= size)
                {
                    return (basis, images);
                }

                next = [.. images[first..].Select(image => (double[])image.Clone())];
            }
        }

        private double[] Orthonormal(double[] vector, List<double[]> basis)
        {
            while (true)
            {
                var before = Math.Sqrt(VectorMath.Dot(vector, vector));
                for (var pass = 0; pass < 2; pass++)
                {
                    foreach (var other in basis)
                    {
                        VectorMath.AddScaled(-VectorMath.Dot(other, vector), other, vector);
                    }
                }

                var length = Math.Sqrt(VectorMath.Dot(vector, vector));
                if (length > 1e-12 * before)
                {
                    return Array.ConvertAll(vector, value => value / length);
                }

                vector = RandomVector(); // Nothing new in it: the space so far is closed, and any direction may be next.
            }
        }

        private double[][] Multiply(List<double[]> vectors)
        {
            var products = vectors.ConvertAll(_ => new double[matrix.Size]);
            Parallel.For(0, matrix.Size, new ParallelOptions { MaxDegreeOfParallelism = maxDegreeOfParallelism }, row =>
            {
                for (var i = 0; i < vectors.Count; i++)
                {
                    products[i][row] = VectorMath.Dot(matrix.Row(row), vectors[i]);
                }
            });
            return [.. products];
        }

        private double[] Combine(List<double[]> vectors, double[] coordinates)
        {
            var sum = new double[matrix.Size];
            for (var i = 0; i < coordinates.Length; i++)
            {
                VectorMath.AddScaled(coordinates[i], vectors[i], sum);
            }

            return sum;
        }

        private static double Residual(double[] image, double eigenvalue, double[] vector)
        {
            VectorMath.AddScaled(-eigenvalue, vector, image);
            return Math.Sqrt(VectorMath.Dot(image, image));
        }

        private double[] RandomVector()
        {
            var vector = new double[matrix.Size];
            for (var i = 0; i < vector.Length; i++)
            {
                vector[i] = _random.NextDouble() - 0.5;
            }

            return vector;
        }
    }
}
