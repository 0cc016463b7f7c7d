using MicroGenre.Benchmarks.Calm;
using MicroGenre.Learning;
using MicroGenre.Networks.Calm;

namespace MicroGenre.Networks.Tests.Calm;

public class MembershipForestTests
{
    private const int Trees = 200;
    private static readonly GeneratedStyles Overlapping = new(Genres: 4, StylesPerGenre: 1, Width: 6, Noise: 1.2);

    [Fact]
    public void It_says_what_a_forest_that_sorts_says()
    {
        var (train, test) =
            (Overlapping.Draw(samplesPerGenre: 60, seed: 3, part: 0), Overlapping.Draw(samplesPerGenre: 60, seed: 3, part: 1));
        var members = train.Labels.Select(label => label == 0).ToArray();
        var sorting = new RandomForest { Trees = Trees }.Fit(
            train.Samples, [.. members.Select(member => member ? 1 : 0)], 2, new FitOptions());

        // Levels are of one set of samples, so that both parts are quantized as one.
        var (all, count) = (Samples.Of([.. Rows(train.Samples), .. Rows(test.Samples)]), train.Samples.Count);
        var quantized = QuantizedSamples.Of(all, new FitOptions());
        var counting = MembershipForest.Grow(
            quantized.Columns([.. Enumerable.Range(0, count)]), members, Trees, new SeededRandom(1), CancellationToken.None);

        var pairs = Enumerable.Range(count, count)
            .Select(i => (Counting: counting.Share(quantized.Row(i)), Sorting: Share(sorting, all.Row(i)))).ToList();
        Assert.InRange(pairs.Average(pair => Math.Abs(pair.Counting - pair.Sorting)), 0, 0.05);
        Assert.InRange(pairs.Max(pair => pair.Sorting), 0.5, 1);
        Assert.InRange(pairs.Min(pair => pair.Sorting), 0, 0.1);
    }

    [Fact]
    public void It_is_sure_of_what_a_gap_parts()
    {
        var quantized = QuantizedSamples.Of(
            Samples.Of([.. Enumerable.Range(0, 40).Select(i => new double[] { i < 20 ? i : 1000 + i })]), new FitOptions());
        var members = Enumerable.Range(0, 40).Select(i => i < 20).ToArray();
        var forest = MembershipForest.Grow(
            quantized.Columns([.. Enumerable.Range(0, 40)]), members, Trees, new SeededRandom(1), CancellationToken.None);
        Assert.Equal(1, forest.Share(quantized.Row(0)));
        Assert.Equal(0, forest.Share(quantized.Row(39)));
    }

    [Fact]
    public void Trees_know_the_samples_they_grew_on_by_heart_and_say_nothing_of_others_that_are_drawn_by_lot()
    {
        var random = new SeededRandom(5);
        var quantized = QuantizedSamples.Of(
            Samples.Of([.. Enumerable.Range(0, 300).Select(_ => new[] { random.NextNormal(), random.NextNormal() })]), new FitOptions());
        var members = Enumerable.Range(0, 300).Select(_ => random.Next(2) == 0).ToArray();
        var forest = MembershipForest.Grow(
            quantized.Columns([.. Enumerable.Range(0, 300)]), members, Trees, new SeededRandom(1), CancellationToken.None);
        var mine = Enumerable.Range(0, 300).Where(i => members[i]).ToList();

        Assert.InRange(mine.Average(i => forest.Share(quantized.Row(i))), 0.75, 1);
        Assert.InRange(mine.Average(i => forest.OutOfBagShare(i)!.Value), 0.35, 0.65);
        Assert.True(mine.Select(i => forest.OutOfBagShare(i)).Distinct().Count() > mine.Count * 3 / 4);
    }

    [Fact]
    public void A_sample_that_every_tree_drew_has_no_estimate()
    {
        var quantized = QuantizedSamples.Of(Samples.Of([[1.0], [2.0]]), new FitOptions());
        var estimates = Enumerable.Range(0, 40).SelectMany(seed =>
        {
            var forest = MembershipForest.Grow(quantized.Columns([0, 1]), [true, false], 1, new SeededRandom(seed), CancellationToken.None);
            return new[] { forest.OutOfBagShare(0), forest.OutOfBagShare(1) };
        }).ToList();

        Assert.Contains(null, estimates);
        Assert.Contains(estimates, estimate => estimate is not null);
    }

    private static IEnumerable<double[]> Rows(Samples samples) => Enumerable.Range(0, samples.Count).Select(i => samples.Row(i).ToArray());

    private static double Share(IPredictor forest, ReadOnlySpan<double> sample)
    {
        var probabilities = new double[2];
        forest.Predict(sample, probabilities);
        return probabilities[1];
    }
}
