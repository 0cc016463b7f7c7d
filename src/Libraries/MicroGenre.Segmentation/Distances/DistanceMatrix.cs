using System.Numerics;
using MicroGenre.Segmentation.Autoregression;

namespace MicroGenre.Segmentation.Distances;

/// <summary>
/// Computes the spectral error of every window against the model of every other window (equation 3 of the paper), without filtering any
/// window.
/// </summary>
/// <remarks>
/// A residual is the convolution of a window with an inverse filter, so its autocorrelation is the convolution of theirs:
/// <c>r_s[m] = Σ_l r_a[l] r_y[m − l]</c>, l = −p … p. A pair costs M (2p + 1) multiplications, whatever the windows' length.
/// </remarks>
/// <example><code>
/// static SquareMatrix Distances(TrackAnalysis track) => DistanceMatrix.Compute(track.Windows, lags: 16);
/// </code></example>
public static class DistanceMatrix
{
    /// <summary>Computes the matrix: row i holds the errors of all windows with the inverse filter of window i.</summary>
    /// <param name="windows">The windows, all modelled with the same order and number of lags.</param>
    /// <param name="lags">The number M of lags in equation (2).</param>
    /// <param name="maxDegreeOfParallelism">Maximum number of cores; −1 for all. It does not affect the result.</param>
    /// <param name="cancellationToken">Cancels the computation.</param>
    public static SquareMatrix Compute(
        IReadOnlyList<WindowModel> windows, int lags, int maxDegreeOfParallelism = -1, CancellationToken cancellationToken = default)
    {
        var matrix = new SquareMatrix(windows.Count);
        var (autocorrelations, stride) = ByLag(windows);
        var options = new ParallelOptions { MaxDegreeOfParallelism = maxDegreeOfParallelism, CancellationToken = cancellationToken };
        Parallel.For(0, windows.Count, options, reference =>
            FillRow(windows[reference].Model, autocorrelations, stride, lags, matrix.Row(reference)));
        return matrix;
    }

    /// <summary>Computes the distances between the windows' timbres: symmetric, 0 on the diagonal.</summary>
    /// <param name="windows">The windows, all with a timbre.</param>
    /// <param name="maxDegreeOfParallelism">Maximum number of cores; −1 for all. It does not affect the result.</param>
    /// <param name="cancellationToken">Cancels the computation.</param>
    public static SquareMatrix OfTimbres(
        IReadOnlyList<WindowModel> windows, int maxDegreeOfParallelism = -1, CancellationToken cancellationToken = default)
    {
        var matrix = new SquareMatrix(windows.Count);
        var options = new ParallelOptions { MaxDegreeOfParallelism = maxDegreeOfParallelism, CancellationToken = cancellationToken };
        Parallel.For(0, windows.Count, options, row =>
        {
            for (var column = 0; column < row; column++)
            {
                matrix[row, column] = matrix[column, row] = windows[row].Timbre!.DistanceTo(windows[column].Timbre!);
            }
        });
        return matrix;
    }

    /// <summary>
    /// The windows' autocorrelations with lags as rows, so that one lag of neighbouring windows fills a vector. The last vector is padded
    /// with white noise.
    /// </summary>
    private static (double[] Values, int Stride) ByLag(IReadOnlyList<WindowModel> windows)
    {
        var width = Vector<double>.Count;
        var stride = (windows.Count + width - 1) / width * width;
        var rows = windows.Count == 0 ? 0 : windows[0].Autocorrelation.Length;
        var values = new double[rows * stride];
        values.AsSpan(0, Math.Min(stride, values.Length)).Fill(1);
        for (var window = 0; window < windows.Count; window++)
        {
            for (var lag = 0; lag < rows; lag++)
            {
                values[(lag * stride) + window] = windows[window].Autocorrelation[lag];
            }
        }

        return (values, stride);
    }

    private static void FillRow(ArModel reference, ReadOnlySpan<double> autocorrelations, int stride, int lags, Span<double> row)
    {
        var filter = Autocorrelation.OfCoefficients(reference.InverseFilter);
        Span<double> errors = stackalloc double[Vector<double>.Count];
        for (var first = 0; first < row.Length; first += errors.Length)
        {
            var power = ResidualLag(0, filter, autocorrelations[first..], stride);
            var colour = Vector<double>.Zero;
            for (var lag = 1; lag <= lags; lag++)
            {
                var correlation = ResidualLag(lag, filter, autocorrelations[first..], stride) / power;
                colour += correlation * correlation;
            }

            var excess = (new Vector<double>(reference.NoisePower) / power) - Vector<double>.One;
            ((excess * excess) + (2 * colour)).CopyTo(errors);
            errors[..Math.Min(errors.Length, row.Length - first)].CopyTo(row[first..]);
        }
    }

    /// <summary>One lag of the residual's autocorrelation, for as many windows as a vector holds.</summary>
    private static Vector<double> ResidualLag(int lag, ReadOnlySpan<double> filter, ReadOnlySpan<double> autocorrelations, int stride)
    {
        var sum = filter[0] * VectorMath.Load(autocorrelations, lag * stride);
        for (var shift = 1; shift < filter.Length; shift++)
        {
            var before = VectorMath.Load(autocorrelations, Math.Abs(lag - shift) * stride);
            var after = VectorMath.Load(autocorrelations, (lag + shift) * stride);
            sum += filter[shift] * (before + after);
        }

        return sum;
    }
}
