using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;
using MicroGenre.Segmentation.Clustering;

namespace MicroGenre.Segmentation.Tests;

public class ClusteringTests
{
    [Theory]
    [InlineData(30, 4)]
    [InlineData(161, 1)]
    [InlineData(300, 9)]
    [InlineData(400, 40)]
    public void The_largest_eigenvectors_are_those_of_the_full_decomposition(int size, int count)
    {
        var matrix = RandomSymmetric(size, seed: size);

        var found = Eigenvectors.Largest(matrix, count);

        var all = DenseMatrix.OfColumnMajor(size, size, matrix.Values).Evd(Symmetricity.Symmetric);
        for (var i = 0; i < count; i++)
        {
            var exact = all.EigenVectors.Column(size - 1 - i);
            Assert.Equal(all.EigenValues[size - 1 - i].Real, found.Values[i], 1e-8);
            Assert.Equal(1, Math.Abs(exact * DenseVector.OfArray(found.Vectors[i])), 1e-6);
        }
    }

    [Fact]
    public void Eigenvectors_of_one_eigenvalue_are_at_right_angles_and_span_its_space()
    {
        var (size, parts) = (300, 6);
        var matrix = new SquareMatrix(size);
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column < size; column++)
            {
                matrix[row, column] = row % parts == column % parts ? (double)parts / size : 0;
            }
        }

        var found = Eigenvectors.Largest(matrix, parts + 1);

        Assert.All(found.Values[..parts], value => Assert.Equal(1, value, 1e-9));
        Assert.Equal(0, found.Values[parts], 1e-9);
        for (var i = 0; i < parts; i++)
        {
            for (var j = 0; j < parts; j++)
            {
                Assert.Equal(i == j ? 1 : 0, DenseVector.OfArray(found.Vectors[i]) * DenseVector.OfArray(found.Vectors[j]), 1e-9);
            }

            Assert.Equal(found.Vectors[i][0], found.Vectors[i][parts], 1e-9);
        }
    }

    [Fact]
    public void A_matrix_of_zeros_has_eigenvectors() => Assert.Equal([0, 0], Eigenvectors.Largest(new SquareMatrix(200), 2).Values);

    [Fact]
    public void The_similarity_is_the_exponential_of_the_negative_squared_distance()
    {
        var distances = new SquareMatrix(2, [0, 0.5, 0.5, 0]);

        Assert.Equal([0, Math.Exp(-0.25), Math.Exp(-0.25), 0], Adjacency.FromDistances(distances).Values);
        Assert.Equal([0, Math.Exp(-0.0625), Math.Exp(-0.0625), 0], Adjacency.FromDistances(distances, AffinityScale.Fixed(2)).Values);
    }

    [Fact]
    public void Each_window_is_measured_by_its_mean_distance_to_those_nearest()
    {
        var distances = new SquareMatrix(4, [0, 1, 3, 9, 1, 0, 5, 9, 3, 5, 0, 9, 9, 9, 9, 0]);

        var adjacency = Adjacency.FromDistances(distances, AffinityScale.SelfTuning(0.5));

        Assert.Equal(Math.Exp(-1 / (2.0 * 3)), adjacency[0, 1], 1e-12);
        Assert.Equal(Math.Exp(-81 / (4.0 * 9)), adjacency[2, 3], 1e-12);
    }

    [Fact]
    public void The_largest_eigenvalue_of_a_normalised_Laplacian_is_one()
    {
        var adjacency = Adjacency.FromDistances(RandomSymmetric(50, seed: 1));

        Assert.Equal(1, Eigenvectors.Largest(SpectralClustering.NormalizedLaplacian(adjacency), 1).Values[0], 1e-12);
    }

    [Fact]
    public void A_window_without_neighbours_does_no_harm()
    {
        var adjacency = new SquareMatrix(5);
        adjacency[0, 1] = adjacency[1, 0] = adjacency[2, 3] = adjacency[3, 2] = 1;

        var labels = SpectralClustering.Cluster(adjacency, clusters: 3, maxClusters: 4, restarts: 5, seed: 0).Labels;

        Assert.Equal(labels[0], labels[1]);
        Assert.Equal(labels[2], labels[3]);
        Assert.Equal(3, labels.Distinct().Count());
    }

    [Theory]
    [InlineData(new[] { 1, 0.3, 0.2 }, 1)]
    [InlineData(new[] { 1, 0.98, 0.4, 0.3 }, 2)]
    [InlineData(new[] { 1, 1, 1, 0.99, 0.2, 0.1 }, 4)]
    [InlineData(new[] { 1, 1, 1, 1.0 }, 3)]
    [InlineData(new[] { 1.0 }, 1)]
    public void The_number_of_clusters_is_that_of_eigenvalues_before_the_widest_gap(double[] eigenvalues, int clusters) =>
        Assert.Equal(clusters, SpectralClustering.ByEigengap(eigenvalues));

    [Fact]
    public void Points_in_three_heaps_are_three_clusters()
    {
        var random = new Random(3);
        var points = Enumerable.Range(0, 90)
            .Select(i => new[] { (10.0 * (i % 3)) + random.NextDouble(), (7.0 * (i % 3 / 2)) + random.NextDouble() }).ToArray();

        var labels = KMeans.Cluster(points, 3, restarts: 10, seed: 1);

        Assert.Equal(3, labels.Distinct().Count());
        Assert.All(Enumerable.Range(3, 87), i => Assert.Equal(labels[i - 3], labels[i]));
        Assert.Equal(labels, KMeans.Cluster(points, 3, restarts: 10, seed: 1));
    }

    [Fact]
    public void Points_that_are_all_the_same_are_one_cluster() =>
        Assert.Equal([0, 0, 0, 0], KMeans.Cluster([[1, 2], [1, 2], [1, 2], [1, 2]], 3, restarts: 2, seed: 0));

    [Fact]
    public void The_median_over_the_context_forgets_a_single_stray_distance()
    {
        var distances = new SquareMatrix(6, [.. Enumerable.Repeat(1.0, 36)]);
        distances[1, 4] = distances[4, 1] = 50;

        Assert.All(Neighbourhood.Median(distances, 1).Values, value => Assert.Equal(1, value));
        Assert.Same(distances, Neighbourhood.Median(distances, 0));
    }

    [Fact]
    public void The_median_at_a_corner_is_over_what_there_is() =>
        Assert.Equal(2.5, Neighbourhood.Median(new SquareMatrix(3, [0, 2, 9, 2, 3, 9, 9, 9, 9]), 1)[0, 0] + 0.5);

    [Fact]
    public void A_stray_label_is_outvoted_and_a_tie_is_not()
    {
        Assert.Equal([0, 0, 0, 0, 0, 0, 1, 1, 1], Neighbourhood.Majority([0, 0, 1, 0, 0, 0, 1, 1, 1], 2));
        Assert.Equal([0, 0, 1, 1], Neighbourhood.Majority([0, 0, 1, 1], 1));
        Assert.Equal([0, 1, 2, 1], Neighbourhood.Majority([0, 1, 2, 1], 0));
    }

    private static SquareMatrix RandomSymmetric(int size, int seed)
    {
        var random = new Random(seed);
        return new SquareMatrix(size, [.. Enumerable.Range(0, size * size).Select(_ => random.NextDouble())]).Symmetrized();
    }
}
