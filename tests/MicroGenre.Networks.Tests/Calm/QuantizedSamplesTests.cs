using FsCheck;
using FsCheck.Fluent;
using MicroGenre.Learning;
using MicroGenre.Networks.Calm;

namespace MicroGenre.Networks.Tests.Calm;

public class QuantizedSamplesTests
{
    [Fact]
    public void Up_to_256_different_values_keep_their_order_and_their_differences()
    {
        Prop.ForAll(
            ArbMap.Default.ArbFor<int[]>().Filter(values => values is { Length: > 0 and <= 256 }),
            values =>
            {
                var levels = Levels([.. values.Select(value => (double)value)]);
                return values.Zip(levels).All(
                    a => values.Zip(levels).All(b => Math.Sign(a.First.CompareTo(b.First)) == Math.Sign(a.Second.CompareTo(b.Second))));
            }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void More_values_share_256_levels_evenly_and_in_order()
    {
        var random = new SeededRandom(5);
        var values = Enumerable.Range(0, 10_000).Select(_ => random.NextNormal()).ToArray();
        var levels = Levels(values);
        Assert.Equal(256, levels.Distinct().Count());
        Assert.All(levels.GroupBy(level => level), group => Assert.InRange(group.Count(), 39, 40));
        var inOrder = values.Zip(levels).OrderBy(pair => pair.First).Select(pair => pair.Second).ToList();
        Assert.Equal(inOrder.Order(), inOrder);
    }

    [Fact]
    public void Equal_values_share_a_level_however_many_there_are()
    {
        var levels = Levels([.. Enumerable.Range(0, 3000).Select(i => i < 1500 ? 0.5 : i)]);
        Assert.Single(levels[..1500].Distinct());
        Assert.All(levels[1500..], level => Assert.True(level > levels[0]));
    }

    private static byte[] Levels(double[] values)
    {
        var quantized = QuantizedSamples.Of(new Samples(values.Length, 1, values), new FitOptions(Threads: 2));
        return [.. Enumerable.Range(0, values.Length).Select(i => quantized.Row(i)[0])];
    }
}
