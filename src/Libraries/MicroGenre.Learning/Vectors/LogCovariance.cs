using MathNet.Numerics.LinearAlgebra;

namespace MicroGenre.Learning;

/// <summary>
/// The matrix logarithm of the covariance of rows within short blocks, the usual way to compare symmetric positive definite matrices
/// (Arsigny, Fillard, Pennec and Ayache, "Log-Euclidean metrics for fast and simple calculus on diffusion tensors", 2006). The block
/// length, in frames, is chosen for frames of about 78 ms.
/// </summary>
internal static class LogCovariance
{
    /// <summary>Approximate length of a block, in frames; a track is divided into whole blocks.</summary>
    public const int BlockFrames = 12;

    /// <summary>Added to each variance, in dB²: without it, digital silence and quantisation would give unbounded logarithms.</summary>
    public const double Floor = 0.3;

    /// <summary>Computes the upper triangle of the logarithm, row by row.</summary>
    /// <param name="rows">Rows of equal length, with a value for each frame.</param>
    /// <param name="lag">Pairs each frame with the one <paramref name="lag"/> frames earlier, so that the matrix also covers changes; 0 for
    /// single frames.</param>
    public static double[] Of(double[][] rows, int lag)
    {
        var frames = rows[0].Length;
        var size = rows.Length * (lag > 0 ? 2 : 1);
        var covariance = new double[size * size];
        var blocks = Math.Max(1, (int)Math.Round((double)frames / BlockFrames));
        for (var block = 0; block < blocks; block++)
        {
            Add(covariance, rows, block * frames / blocks, (block + 1) * frames / blocks, lag, 1.0 / blocks);
        }

        return UpperTriangle(Logarithm(covariance, size));
    }

    private static void Add(double[] sum, double[][] values, int from, int to, int lag, double share)
    {
        var pairs = to - from - lag;
        if (pairs < 1)
        {
            return;
        }

        var rows = values.Select(row => Centred(row.AsSpan(from + lag, pairs))).ToArray();
        if (lag > 0)
        {
            rows = [.. rows, .. values.Select(row => Centred(row.AsSpan(from, pairs)))];
        }

        for (var first = 0; first < rows.Length; first++)
        {
            for (var second = 0; second <= first; second++)
            {
                var product = share * Vectors.Dot(rows[first], rows[second]) / pairs;
                sum[(first * rows.Length) + second] += product;
                if (second < first)
                {
                    sum[(second * rows.Length) + first] += product;
                }
            }
        }
    }

    private static double[] Centred(ReadOnlySpan<double> values)
    {
        var mean = Vectors.Sum(values) / values.Length;
        var centred = values.ToArray();
        foreach (ref var value in centred.AsSpan())
        {
            value -= mean;
        }

        return centred;
    }

    private static Matrix<double> Logarithm(double[] covariance, int size)
    {
        var system = Matrix<double>.Build.Dense(size, size, covariance).Evd(Symmetricity.Symmetric);
        var logarithms = system.EigenValues.Map(value => Math.Log(Math.Max(0, value.Real) + Floor));
        return system.EigenVectors * Matrix<double>.Build.DenseOfDiagonalVector(logarithms) * system.EigenVectors.Transpose();
    }

    private static double[] UpperTriangle(Matrix<double> matrix)
    {
        var values = new List<double>(matrix.RowCount * (matrix.RowCount + 1) / 2);
        for (var row = 0; row < matrix.RowCount; row++)
        {
            for (var column = row; column < matrix.ColumnCount; column++)
            {
                values.Add(matrix[row, column]);
            }
        }

        return [.. values];
    }
}
