using MathNet.Numerics.LinearAlgebra;
using MicroGenre.Signal;

namespace MicroGenre.Learning;

/// <summary>
/// How the levels of frequency ranges rise and fall together within short blocks of a log-mel spectrogram: the logarithm of their
/// covariance matrix, as
/// symmetric positive definite matrices are compared by (Arsigny, Fillard, Pennec and Ayache, "Log-Euclidean metrics for fast and simple
/// calculus on
/// diffusion tensors", 2006). Level and equalisation of a recording hardly change it. The length of blocks is in frames and was chosen for
/// frames of about 78 ms.
/// </summary>
internal static class LevelCovariances
{
    /// <summary>Rows that the spectrogram must have at least, one for each range.</summary>
    public const int MinRows = Ranges;

    private const int Ranges = 16;
    private const int BlockFrames = 12;

    // Added to each variance, in dB²: digital silence and steps of quantisation would else have logarithms without bound.
    private const double Floor = 0.3;

    /// <summary>The vector of a track: the upper triangle of the logarithm, whose length does not depend on the track's.</summary>
    /// <param name="logMel">dB, <c>[rows, frames]</c>, at least <see cref="MinRows"/> rows.</param>
    public static double[] Of(FeatureMatrix logMel)
    {
        var levels = Levels(logMel);
        var size = 2 * levels.Length;
        var covariance = new double[size * size];
        var blocks = Math.Max(1, (int)Math.Round((double)logMel.Frames / BlockFrames));
        for (var block = 0; block < blocks; block++)
        {
            AddCovariance(covariance, levels, block * logMel.Frames / blocks, (block + 1) * logMel.Frames / blocks, 1.0 / blocks);
        }

        return UpperTriangle(Logarithm(covariance, size));
    }

    // Mean and maximum of each range's rows: the second stands out where single tones do.
    private static double[][] Levels(FeatureMatrix logMel)
    {
        var levels = new double[2 * Ranges][];
        for (var range = 0; range < Ranges; range++)
        {
            var (from, to) = (range * logMel.Rows / Ranges, (range + 1) * logMel.Rows / Ranges);
            var (mean, maximum) = (new double[logMel.Frames], new double[logMel.Frames]);
            Array.Fill(maximum, double.NegativeInfinity);
            for (var row = from; row < to; row++)
            {
                var values = logMel.Row(row);
                for (var frame = 0; frame < values.Length; frame++)
                {
                    mean[frame] += (double)values[frame] / (to - from);
                    maximum[frame] = Math.Max(maximum[frame], values[frame]);
                }
            }

            (levels[range], levels[Ranges + range]) = (mean, maximum);
        }

        return levels;
    }

    // Each frame goes with the next one, so that the matrix holds how levels move, too.
    private static void AddCovariance(double[] sum, double[][] levels, int from, int to, double share)
    {
        var pairs = to - from - 1;
        if (pairs < 1)
        {
            return;
        }

        var rows = levels.Select(row => Centred(row.AsSpan(from + 1, pairs))).Concat(levels.Select(row => Centred(row.AsSpan(from, pairs))))
            .ToArray();
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
