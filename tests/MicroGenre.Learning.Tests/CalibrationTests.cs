using FsCheck;
using FsCheck.Fluent;

namespace MicroGenre.Learning.Tests;

public sealed class CalibrationTests
{
    [Theory]
    [InlineData(0.9f, 70)]
    [InlineData(0.6f, 85)]
    [InlineData(0.55f, 55)]
    public void Probabilities_that_are_all_the_same_become_the_share_of_right_answers(float sure, int right)
    {
        const int Tracks = 100;
        var (actual, answers) = Same(sure, right, Tracks);

        var calibration = Calibration.Fit(actual, answers);

        // A track in Tracks + 1 is of both genres to equal parts.
        var share = (right + 0.5) / (Tracks + 1);
        Assert.Equal(share, calibration.Apply(answers[0])[0], 1e-5);
        Assert.Equal(Logit(sure) / Logit(share), calibration.Temperature, 1e-4);
        Assert.Equal(Tracks, calibration.Tracks);
    }

    [Fact]
    public void A_model_whose_logarithms_were_stretched_gets_the_factor_back()
    {
        // Answers that are right as often as they say, then stretched by a temperature of 1/3.
        var random = new SeededRandom(3);
        var (actual, stretched) = (new List<int>(), new List<float[]>());
        for (var i = 0; i < 20_000; i++)
        {
            var honest = Softmax([random.NextNormal(), random.NextNormal(), random.NextNormal()]);
            var draw = random.NextDouble();
            actual.Add(draw < honest[0] ? 0 : draw < honest[0] + honest[1] ? 1 : 2);
            stretched.Add(Array.ConvertAll(Softmax([.. honest.Select(p => 3 * Math.Log(p))]), p => (float)p));
        }

        Assert.Equal(3, Calibration.Fit(actual, stretched).Temperature, 0.1);
    }

    [Fact]
    public void Tracks_that_share_a_weight_count_as_one()
    {
        // One artist with many tracks that all went wrong, and three with one each that went right.
        int[] actual = [0, 0, 0, .. Enumerable.Repeat(1, 30)];
        float[][] answers = [.. actual.Select(_ => (float[])[0.8f, 0.2f])];
        double[] weights = [1, 1, 1, .. Enumerable.Repeat(1.0 / 30, 30)];

        var calibration = Calibration.Fit(actual, answers, weights);

        // Three of four, and one more that is of both genres to equal parts.
        Assert.Equal(0.7, calibration.Apply(answers[0])[0], 1e-5);
        Assert.Equal(33, calibration.Tracks);
        Assert.True(Calibration.Fit(actual, answers).Apply(answers[0])[0] < 0.55);
    }

    [Fact]
    public void Reliability_tells_how_often_answers_are_right_that_are_so_sure()
    {
        var bins = ReliabilityBin.Of([0, 0, 1], [[0.95f, 0.05f], [0.91f, 0.09f], [0.55f, 0.45f]]);

        Assert.Equal([(0.6, 1), (1.0, 2)], bins.Select(bin => (bin.UpTo, bin.Tracks)));
        Assert.Equal([0.55, 0.93], bins.Select(bin => bin.Confidence), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal([0, 1], bins.Select(bin => bin.Accuracy));
    }

    [Fact]
    public void The_order_of_genres_stays_and_probabilities_sum_to_1() =>
        Prop.ForAll(
            Gen.Zip(Gen.Choose(5, 2000), Gen.ArrayOf(Gen.Choose(0, 1000))
                .Where(values => values.Length > 1 && values.Any(value => value > 0))).ToArbitrary(),
            drawn =>
            {
                var (hundredths, values) = drawn;
                var row = Array.ConvertAll(values, value => value / (float)values.Sum());
                var calibrated = new Calibration(hundredths / 100.0, 0, 1).Apply(row);
                Assert.Equal(1, calibrated.Sum(p => (double)p), 1e-5);
                Assert.Equal(row.Max(), row[Array.IndexOf(calibrated, calibrated.Max())]);
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_threshold_parts_wrong_answers_from_right_ones()
    {
        int[] actual = [0, 0, 1, 0, 0, 1];
        float[][] answers = [[0.95f, 0.05f], [0.9f, 0.1f], [0.6f, 0.4f], [0.85f, 0.15f], [0.8f, 0.2f], [0.55f, 0.45f]];

        var calibration = Calibration.Fit(actual, answers);

        bool[] wrong = [false, false, true, false, false, true];
        Assert.Equal(wrong, answers.Select(answer => calibration.IsUncertain(calibration.Apply(answer))));
    }

    [Fact]
    public void Nothing_is_uncertain_where_all_was_right_and_everything_where_nothing_was()
    {
        var (zeros, answers) = Same(0.8f, 20, 20);
        var right = Calibration.Fit(zeros, answers);
        Assert.False(right.IsUncertain(right.Apply([0.51f, 0.49f])));

        var wrong = Calibration.Fit([.. zeros.Select(_ => 1)], answers);
        Assert.True(wrong.IsUncertain(wrong.Apply(answers[0])));
    }

    [Fact]
    public void Few_tracks_that_are_all_right_make_no_model_sure_of_everything()
    {
        var (actual, answers) = Same(0.8f, 4, 4);
        Assert.Equal(0.9, Calibration.Fit(actual, answers).Apply(answers[0])[0], 1e-5);
    }

    [Fact]
    public void Votes_that_leave_a_genre_no_chance_are_calibrated_too()
    {
        var calibration = Calibration.Fit([0, 0, 1, 0], [[1, 0], [1, 0], [1, 0], [0, 1]]);
        Assert.InRange(calibration.Apply([1, 0])[0], 0.5f, 0.75f);
    }

    [Fact]
    public void Tracks_and_answers_must_be_as_many()
    {
        Assert.Throws<ArgumentException>(() => Calibration.Fit([], []));
        Assert.Throws<ArgumentException>(() => Calibration.Fit([0, 1], [[1, 0]]));
    }

    private static (int[] Actual, float[][] Answers) Same(float sure, int right, int tracks) =>
        ([.. Enumerable.Range(0, tracks).Select(i => i < right ? 0 : 1)],
            [.. Enumerable.Range(0, tracks).Select(_ => new[] { sure, 1 - sure })]);

    private static double Logit(double p) => Math.Log(p / (1 - p));

    private static double[] Softmax(double[] logarithms)
    {
        var sum = logarithms.Sum(Math.Exp);
        return Array.ConvertAll(logarithms, value => Math.Exp(value) / sum);
    }
}
