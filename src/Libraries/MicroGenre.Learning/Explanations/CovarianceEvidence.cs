using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using MicroGenre.Signal;

namespace MicroGenre.Learning;

/// <summary>
/// What the logarithm of a covariance was made of. Between two symmetric matrices A = U diag(α) Uᵀ and B = V diag(β) Vᵀ,
/// ln A − ln B = U [F ∘ Uᵀ (A − B) V] Vᵀ with F = (ln αₖ − ln βₗ) / (αₖ − βₗ) (Daleckii and Krein, 1951; Bhatia, "Matrix analysis", 1997):
/// the difference of logarithms is exactly linear in the difference of matrices. A is the track's covariance and a sum over frames, B the
/// one whose logarithm is the mean of the training tracks' logarithms.
/// </summary>
internal sealed class CovarianceEvidence : IVectorEvidence
{
    private readonly Func<FeatureMatrix, double[][]> _rows;
    private readonly int _lag;
    private readonly Evidence[] _kinds;
    private readonly Matrix<double> _vectors;
    private readonly Vector<double> _values;
    private readonly Matrix<double> _reference;

    /// <param name="reference">The upper triangle of the logarithm of average music's covariance.</param>
    /// <param name="rows">The rows whose covariance it is, a multiple of <see cref="EvidenceGrid.Bands"/>.</param>
    /// <param name="lag">See <see cref="LogCovariance.Of"/>.</param>
    /// <param name="kinds">What kind of evidence each <see cref="EvidenceGrid.Bands"/> rows of the matrix are.</param>
    public CovarianceEvidence(ReadOnlySpan<double> reference, Func<FeatureMatrix, double[][]> rows, int lag, Evidence[] kinds)
    {
        (_rows, _lag, _kinds) = (rows, lag, kinds);
        var system = Symmetric(reference).Evd(Symmetricity.Symmetric);
        _vectors = system.EigenVectors;
        _values = system.EigenValues.Map(value => Math.Exp(value.Real));
        _reference = _vectors * Matrix<double>.Build.DenseOfDiagonalVector(_values) * _vectors.Transpose();
    }

    /// <inheritdoc/>
    public TracedVector Trace(FeatureMatrix span)
    {
        var rows = _rows(span);
        var covariance = LogCovariance.Decompose(rows, _lag);
        return new TracedVector(
            LogCovariance.Vector(covariance), (slopes, grid) => Attribute(rows, Gradient(covariance, slopes), grid));
    }

    // What each entry of the difference of covariances adds.
    private Matrix<double> Gradient(Evd<double> covariance, ReadOnlySpan<double> slopes)
    {
        var values = covariance.EigenValues.Map(value => Math.Max(0, value.Real) + LogCovariance.Floor);
        var turned = covariance.EigenVectors.TransposeThisAndMultiply(Symmetric(slopes, otherShare: 0.5)) * _vectors;
        turned.MapIndexedInplace((k, l, value) => value * VectorEvidence.LogarithmSlope(values[k], _values[l]));
        var gradient = (covariance.EigenVectors * turned).TransposeAndMultiply(_vectors);
        return 0.5 * (gradient + gradient.Transpose());
    }

    private void Attribute(double[][] rows, Matrix<double> gradient, EvidenceGrid grid)
    {
        var blocks = LogCovariance.Blocks(grid.Frames);
        foreach (var block in blocks)
        {
            var pairs = LogCovariance.Pairs(rows, block, _lag);
            var product = new double[pairs.Length == 0 ? 0 : pairs[0].Length];
            for (var row = 0; row < pairs.Length; row++)
            {
                Array.Clear(product);
                for (var other = 0; other < pairs.Length; other++)
                {
                    Vectors.AddScaled(product, gradient[row, other], pairs[other]);
                }

                // The second half of the rows are those of frames before.
                var from = block.From + (row < rows.Length ? _lag : 0);
                var target = RowOf(grid, row)[from..];
                for (var i = 0; i < product.Length; i++)
                {
                    target[i] += product[i] * pairs[row][i] / (product.Length * blocks.Count);
                }
            }
        }

        // Average music has no times: each frame is compared with the same.
        for (var row = 0; row < gradient.RowCount; row++)
        {
            var average = (gradient[row, row] * LogCovariance.Floor) - gradient.Row(row).DotProduct(_reference.Row(row));
            grid.Spread(_kinds[row / EvidenceGrid.Bands], row % EvidenceGrid.Bands, average);
        }
    }

    private Span<double> RowOf(EvidenceGrid grid, int row) => grid.Row(_kinds[row / EvidenceGrid.Bands], row % EvidenceGrid.Bands);

    private static Matrix<double> Symmetric(ReadOnlySpan<double> upperTriangle, double otherShare = 1)
    {
        var size = (int)Math.Round((Math.Sqrt(1 + (8.0 * upperTriangle.Length)) - 1) / 2);
        var matrix = Matrix<double>.Build.Dense(size, size);
        var place = 0;
        for (var row = 0; row < size; row++)
        {
            for (var column = row; column < size; column++)
            {
                var value = upperTriangle[place++] * (row == column ? 1 : otherShare);
                (matrix[row, column], matrix[column, row]) = (value, value);
            }
        }

        return matrix;
    }
}
