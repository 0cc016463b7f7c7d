namespace MicroGenre.Segmentation.Clustering;

/// <summary>The clusters of a graph.</summary>
/// <param name="Labels">A label from 0 for each window, <c>[windows]</c>.</param>
/// <param name="Eigenvalues">The largest eigenvalues of the normalised Laplacian, largest first: one more than the maximum number of
/// clusters, if there are enough windows.</param>
internal sealed record SpectralClusters(int[] Labels, double[] Eigenvalues);

/// <summary>Normalised spectral clustering (Algorithm 3 of the paper, after A. Ng, M. Jordan and Y. Weiss, 2002).</summary>
internal static class SpectralClustering
{
    /// <summary>Gaps that differ by less are equal.</summary>
    private const double SameGap = 1e-9;

    /// <summary>Clusters the windows of a graph.</summary>
    /// <param name="adjacency">Symmetric similarities, at least 0, with 0 on the diagonal.</param>
    /// <param name="clusters">The number k of clusters, at most the number of windows; <see langword="null"/> to choose it by the
    /// eigengap.</param>
    /// <param name="maxClusters">Maximum number of clusters that the eigengap may choose.</param>
    /// <param name="restarts">Number of restarts of k-means.</param>
    /// <param name="seed">Seed of k-means.</param>
    /// <param name="maxDegreeOfParallelism">Maximum number of cores; −1 for all. It does not affect the result.</param>
    public static SpectralClusters Cluster(
        SquareMatrix adjacency, int? clusters, int maxClusters, int restarts, int seed, int maxDegreeOfParallelism = -1)
    {
        var wanted = Math.Min(adjacency.Size, Math.Max(clusters ?? 0, maxClusters) + 1);
        var eigenvectors = Eigenvectors.Largest(NormalizedLaplacian(adjacency), wanted, maxDegreeOfParallelism);
        var count = clusters ?? ByEigengap(eigenvectors.Values.AsSpan(0, Math.Min(wanted, maxClusters + 1)));
        var labels = KMeans.Cluster(Embedding(eigenvectors.Vectors, adjacency.Size, count), count, restarts, seed);
        return new SpectralClusters(labels, eigenvectors.Values);
    }

    /// <summary>
    /// The normalised Laplacian <c>D^−½ A D^−½</c> (equations 6 and 7 of the paper). A window without any similarity to others has a row of
    /// zeros.
    /// </summary>
    public static SquareMatrix NormalizedLaplacian(SquareMatrix adjacency)
    {
        var scales = new double[adjacency.Size];
        for (var row = 0; row < adjacency.Size; row++)
        {
            var degree = VectorMath.Sum(adjacency.Row(row));
            scales[row] = degree > 0 ? Math.Sqrt(degree) : 1;
        }

        var laplacian = new SquareMatrix(adjacency.Size);
        for (var row = 0; row < adjacency.Size; row++)
        {
            for (var column = 0; column < adjacency.Size; column++)
            {
                laplacian[row, column] = adjacency[row, column] / scales[row] / scales[column];
            }
        }

        return laplacian;
    }

    /// <summary>
    /// The number of eigenvalues before the widest gap, the last one if several are equally wide: these eigenvalues are "distinctively
    /// close to 1" (section 5.2 of the paper).
    /// </summary>
    /// <param name="eigenvalues">Eigenvalues, largest first.</param>
    public static int ByEigengap(ReadOnlySpan<double> eigenvalues)
    {
        var (count, widest) = (1, double.NegativeInfinity);
        for (var k = 1; k < eigenvalues.Length; k++)
        {
            var gap = eigenvalues[k - 1] - eigenvalues[k];
            if (gap >= widest - SameGap)
            {
                (count, widest) = (k, Math.Max(gap, widest));
            }
        }

        return count;
    }

    /// <summary>
    /// The rows of the eigenvectors, normalised to unit length (equation 8 of the paper), <c>[windows][count]</c>. Rows of zeros stay
    /// unchanged.
    /// </summary>
    private static double[][] Embedding(double[][] eigenvectors, int windows, int count)
    {
        var points = new double[windows][];
        for (var window = 0; window < windows; window++)
        {
            var point = new double[count];
            for (var i = 0; i < count; i++)
            {
                point[i] = eigenvectors[i][window];
            }

            var length = Math.Sqrt(VectorMath.Dot(point, point));
            points[window] = length > 0 ? Array.ConvertAll(point, value => value / length) : point;
        }

        return points;
    }
}
