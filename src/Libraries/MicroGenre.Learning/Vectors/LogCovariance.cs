using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

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

    /// <summary>The upper triangle of the logarithm, row by row.</summary>
    /// <param name="rows">Rows of equal length, a value for each frame.</param>
    /// <param name="lag">Each frame goes with the one so many frames before it, so that the matrix holds how values move, too; 0 for each
    /// frame alone.</param>
    public static double[] Of(double[][] rows, int lag) => Vector(Decompose(rows, lag));

    /// <summary>Eigenvectors and eigenvalues of the covariance.</summary>
    /// <inheritdoc cref="Of"/>
    public static Evd<double> Decompose(double[][] rows, int lag)
    {
        var size = rows.Length * (lag > 0 ? 2 : 1);
        var covariance = new double[size * size];
        var blocks = Blocks(rows[0].Length);
        foreach (var block in blocks)
        {
            Add(covariance, Pairs(rows, block, lag), 1.0 / blocks.Count);
        }

        return Matrix<double>.Build.Dense(size, size, covariance).Evd(Symmetricity.Symmetric);
    }

    /// <summary>The upper triangle of the logarithm of a covariance.</summary>
    public static double[] Vector(Evd<double> covariance) => UpperTriangle(Logarithm(covariance));

    /// <summary>The blocks of a track: their first frame and the one behind their last.</summary>
    public static IReadOnlyList<(int From, int To)> Blocks(int frames)
    {
        var blocks = Math.Max(1, (int)Math.Round((double)frames / BlockFrames));
        return [.. Enumerable.Range(0, blocks).Select(block => (block * frames / blocks, (block + 1) * frames / blocks))];
    }

    /// <summary>
    /// The values of a block less their mean, <c>[rows]</c>, and behind them, where there is a lag, those of so many frames before; none of
    /// a block without such pairs of frames.
    /// </summary>
    public static double[][] Pairs(double[][] values, (int From, int To) block, int lag)
    {
        var pairs = block.To - block.From - lag;
        if (pairs < 1)
        {
            return [];
        }

        var rows = values.Select(row => Centred(row.AsSpan(block.From + lag, pairs)));
        return lag > 0 ? [.. rows, .. values.Select(row => Centred(row.AsSpan(block.From, pairs)))] : [.. rows];
    }

    private static void Add(double[] sum, double[][] rows, double share)
    {
        for (var first = 0; first < rows.Length; first++)
        {
            for (var second = 0; second <= first; second++)
            {
                var product = share * Vectors.Dot(rows[first], rows[second]) / rows[first].Length;
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

    private static Matrix<double> Logarithm(Evd<double> system)
    {
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
