using FsCheck;
using FsCheck.Fluent;
using MicroGenre.Learning;
using MicroGenre.Networks.Calm;

namespace MicroGenre.Networks.Tests.Calm;

public class ClusterRuleTests
{
    [Fact]
    public void A_distance_is_the_weighted_sum_of_absolute_differences()
    {
        var rule = new ClusterRule(Samples.Of([[0, 0, 0], [1, 2, 3]]), [1, 0.5, 2]);
        Assert.Equal([1 + 1 + 8, 0 + 0 + 2], rule.Distances(Samples.Of([[1, 2, 4]]), new FitOptions()));
    }

    [Fact]
    public void Every_width_and_number_of_threads_gives_the_distances_of_the_definition()
    {
        var sizes = Gen.Choose(1, 40).ToArbitrary();
        Prop.ForAll(sizes, Gen.Choose(1, 9).ToArbitrary(), Gen.Choose(1, 1000).ToArbitrary(), (width, clusters, seed) =>
        {
            var random = new SeededRandom(seed);
            var (samples, centres) = (Normal(300, width, random), Normal(clusters, width, random));
            var importance = Enumerable.Range(0, width).Select(_ => random.NextDouble()).ToArray();
            var rule = new ClusterRule(centres, importance);
            var distances = rule.Distances(samples, new FitOptions());
            Assert.Equal(distances, rule.Distances(samples, new FitOptions(Threads: 3)));
            var assignment = rule.Assign(samples, new FitOptions(Threads: 2));
            for (var i = 0; i < samples.Count; i++)
            {
                var expected = Enumerable.Range(0, clusters).Select(cluster => Enumerable.Range(0, width)
                    .Sum(n => importance[n] * Math.Abs(samples.Row(i)[n] - centres.Row(cluster)[n]))).ToArray();
                Assert.Equal(expected, distances[(i * clusters)..((i + 1) * clusters)], (a, b) => Math.Abs(a - b) < 1e-9);
                Assert.Equal(distances[(i * clusters)..((i + 1) * clusters)].Min(), distances[(i * clusters) + assignment[i]]);
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Of_equally_near_centres_the_first_wins()
    {
        var rule = new ClusterRule(Samples.Of([[2.0], [0.0], [2.0]]), [1]);
        Assert.Equal(0, rule.Nearest([1]));
        Assert.Equal(0, rule.Nearest([2]));
        Assert.Equal(1, rule.Nearest([0.9]));
    }

    [Fact]
    public void Without_importance_every_sample_is_in_the_first_cluster()
    {
        var rule = new ClusterRule(Samples.Of([[5.0], [0.0]]), [0]);
        Assert.Equal([0, 0], rule.Assign(Samples.Of([[0.0], [9.0]]), new FitOptions()));
    }

    [Fact]
    public void Importances_must_be_as_many_as_values() =>
        Assert.Throws<ArgumentException>(() => new ClusterRule(Samples.Of([[1.0, 2.0]]), [1]));

    private static Samples Normal(int count, int width, SeededRandom random) =>
        new(count, width, [.. Enumerable.Range(0, count * width).Select(_ => random.NextNormal())]);

    [Fact]
    public void Distances_of_every_kind_weigh_each_value()
    {
        double[] importance = [1, 1, 0.25];
        double[] sample = [2, 4, 1];
        var centres = Samples.Of([[1.0, 2.0, 3.0], [0.0, 0.0, 0.0]]);
        double To(CalmDistance kind, int centre) =>
            new ClusterRule(centres, importance, kind).Distance(sample, centres.Row(centre), centre);

        Assert.Equal(1 + 2 + (0.25 * 2), To(CalmDistance.Manhattan, 0), 12);
        Assert.Equal(Math.Sqrt(1 + 4 + (0.25 * 4)), To(CalmDistance.Euclidean, 0), 12);
        Assert.Equal(1 - ((2 + 8 + (0.25 * 3)) / Math.Sqrt((1 + 4 + (0.25 * 9)) * (4 + 16 + 0.25))), To(CalmDistance.Cosine, 0), 12);
        Assert.Equal(1, To(CalmDistance.Cosine, 1));
    }
}
