namespace MicroGenre.Learning.Tests;

public class SeededRandomTests
{
    [Fact]
    public void Equal_seeds_give_equal_sequences_and_any_other_seed_another()
    {
        Assert.Equal(Draw(1, 2), Draw(1, 2));
        Assert.NotEqual(Draw(1, 2), Draw(2, 1));
        Assert.NotEqual(Draw(1, 2), Draw(1, 3));
        Assert.NotEqual(Draw(1), Draw(1, 0));

        static double[] Draw(params ReadOnlySpan<int> seeds)
        {
            var random = new SeededRandom(seeds);
            return [.. Enumerable.Range(0, 4).Select(_ => random.NextDouble())];
        }
    }

    [Fact]
    public void A_permutation_has_every_number_once() =>
        Assert.Equal(Enumerable.Range(0, 100), new SeededRandom(1).Permutation(100).Order());

    [Fact]
    public void The_distributions_have_their_means_and_deviations()
    {
        var random = new SeededRandom(1);
        AssertMoments(0.5, Math.Sqrt(1.0 / 12), random.NextDouble);
        AssertMoments(0, 1, random.NextNormal);
        AssertMoments(3, Math.Sqrt(3), () => random.NextGamma(3));
        AssertMoments(0.5, Math.Sqrt(0.25 / 1.8), () => random.NextBeta(0.4));
        AssertMoments(4.5, Math.Sqrt(99.0 / 12), () => random.Next(10));
    }

    private static void AssertMoments(double mean, double deviation, Func<double> draw)
    {
        var values = Enumerable.Range(0, 20_000).Select(_ => draw()).ToList();
        var average = values.Average();
        Assert.Equal(mean, average, 0.05);
        Assert.Equal(deviation, Math.Sqrt(values.Average(value => Math.Pow(value - average, 2))), 0.05);
    }
}
