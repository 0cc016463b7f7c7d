using MicroGenre.Evaluation.Metrics;

namespace MicroGenre.Evaluation.Tests.Metrics;

public sealed class BootstrapTests
{
    private static readonly ConfusionMatrix Matrix = new(new long[,] { { 40, 7, 0 }, { 3, 31, 9 }, { 1, 0, 29 } });

    [Fact]
    public void The_same_seed_gives_the_same_interval_and_another_seed_another()
    {
        Assert.Equal(Bootstrap.Of(Matrix, m => m.Macro().F1, seed: 7), Bootstrap.Of(Matrix, m => m.Macro().F1, seed: 7));
        Assert.NotEqual(Bootstrap.Of(Matrix, m => m.Macro().F1, seed: 7), Bootstrap.Of(Matrix, m => m.Macro().F1, seed: 8));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(290)]
    [InlineData(100_000)]
    public void The_accuracys_interval_is_the_binomial_one(int tracks)
    {
        const double Accuracy = 0.7;
        var right = (long)(tracks * Accuracy);
        var interval = Bootstrap.Of(new ConfusionMatrix(new[,] { { right, tracks - right }, { 0, 0 } }), m =>
            m.Accuracy, resamples: 20_000);

        var reach = 1.96 * Math.Sqrt(Accuracy * (1 - Accuracy) / tracks);
        var slack = (0.06 * reach) + (1.0 / tracks);
        Assert.InRange(interval.Low, Accuracy - reach - slack, Accuracy - reach + slack);
        Assert.InRange(interval.High, Accuracy + reach - slack, Accuracy + reach + slack);
    }

    [Fact]
    public void Resamples_are_distributed_as_tracks_drawn_one_by_one()
    {
        const int Draws = 20_000;
        int[] cells = [.. Enumerable.Range(0, 9).SelectMany(cell => Enumerable.Repeat(cell, (int)Matrix[cell / 3, cell % 3]))];
        var (random, naive, multinomial) = (new Random(3), new double[Draws], new double[Draws]);
        for (var i = 0; i < Draws; i++)
        {
            var counts = new long[3, 3];
            for (var track = 0; track < cells.Length; track++)
            {
                var cell = cells[random.Next(cells.Length)];
                counts[cell / 3, cell % 3]++;
            }

            naive[i] = new ConfusionMatrix(counts).Macro().F1;
            var resample = Bootstrap.Resample(Matrix, random);
            Assert.Equal(Matrix.Total, resample.Total);
            multinomial[i] = resample.Macro().F1;
        }

        Assert.Equal(naive.Average(), multinomial.Average(), 3);
        Assert.Equal(Deviation(naive), Deviation(multinomial), 3);
    }

    [Fact]
    public void A_perfect_result_has_an_interval_without_width() =>
        Assert.Equal(new Interval(1, 1), Bootstrap.Of(new ConfusionMatrix(new long[,] { { 5, 0 }, { 0, 4 } }), m => m.Accuracy));

    [Fact]
    public void No_tracks_have_no_interval() =>
        Assert.Throws<ArgumentException>(() => Bootstrap.Of(new ConfusionMatrix(new long[2, 2]), m => m.Accuracy));

    private static double Deviation(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }
}
