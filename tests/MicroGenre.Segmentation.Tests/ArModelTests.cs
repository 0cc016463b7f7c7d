using FsCheck;
using FsCheck.Fluent;
using MicroGenre.Segmentation.Autoregression;

namespace MicroGenre.Segmentation.Tests;

public class ArModelTests
{
    private const double NoisePower = 0.04;
    private static readonly double[] Coefficients = [1.2, -0.9, 0.3, -0.2];

    [Fact]
    public void The_process_behind_a_window_is_estimated_from_its_autocorrelation()
    {
        var window = Process(200_000);

        AssertIsTheProcess(ArModel.FromAutocorrelation(AutocorrelationOf(window), 4));
    }

    [Fact]
    public void The_process_behind_a_window_is_estimated_from_its_samples()
    {
        var window = Process(200_000);

        AssertIsTheProcess(ArModel.FromSamples(window, AutocorrelationOf(window), 4));
    }

    [Fact]
    public void Burg_sees_a_resonance_in_a_window_too_short_for_the_autocorrelation()
    {
        double[] window = [.. Enumerable.Range(0, 48).Select(n => Math.Sin((0.9 * n) + 0.3))];
        var autocorrelation = AutocorrelationOf(window);

        var burg = ArModel.FromSamples(window, autocorrelation, 2);
        var levinson = ArModel.FromAutocorrelation(autocorrelation, 2);

        Assert.InRange(burg.Coefficients[1], -1, -0.999);
        Assert.InRange(levinson.Coefficients[1], -0.99, -0.9);
    }

    [Fact]
    public void Levinson_and_Durbin_solve_the_Yule_Walker_equations() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).Two().ToArbitrary(), seeds =>
        {
            var random = new Random(seeds.Item1);
            var order = 1 + (seeds.Item2 % 20);
            var window = Enumerable.Range(0, 400).Select(_ => random.NextDouble() - 0.5).ToArray();
            var r = new double[order + 1];
            Autocorrelation.Estimate(window, r);

            var model = ArModel.FromAutocorrelation(r, order);

            for (var m = 1; m <= order; m++)
            {
                var predicted = Enumerable.Range(1, order).Sum(k => model.Coefficients[k - 1] * r[Math.Abs(m - k)]);
                Assert.InRange(predicted, r[m] - (1e-10 * r[0]), r[m] + (1e-10 * r[0]));
            }

            var noise = r[0] - Enumerable.Range(1, order).Sum(k => model.Coefficients[k - 1] * r[k]);
            Assert.InRange(model.NoisePower, noise - (1e-10 * r[0]), noise + (1e-10 * r[0]));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void White_noise_has_nothing_to_predict()
    {
        var model = ArModel.FromAutocorrelation([2, 0, 0, 0], 3);

        Assert.Equal([0, 0, 0], model.Coefficients);
        Assert.Equal(2, model.NoisePower);
        Assert.Equal([1, 0, 0, 0], model.InverseFilter);
    }

    [Fact]
    public void A_sequence_that_is_predicted_in_full_ends_the_recursion()
    {
        double[] cosine = [.. Enumerable.Range(0, 9).Select(lag => Math.Cos(0.7 * lag))];

        var model = ArModel.FromAutocorrelation(cosine, 8);

        Assert.All(model.Coefficients, coefficient => Assert.True(double.IsFinite(coefficient)));
        Assert.InRange(model.NoisePower, -1e-9, 1e-9);
    }

    [Fact]
    public void The_autocorrelation_of_a_window_is_the_sum_over_the_window_extended_by_zeros()
    {
        var r = new double[5];

        Autocorrelation.Estimate([1, 2, 3], r);

        Assert.Equal([14 / 3.0, 8 / 3.0, 1, 0, 0], r);
    }

    private static void AssertIsTheProcess(ArModel model)
    {
        for (var k = 0; k < Coefficients.Length; k++)
        {
            Assert.InRange(model.Coefficients[k], Coefficients[k] - 0.02, Coefficients[k] + 0.02);
        }

        Assert.InRange(model.NoisePower, 0.98 * NoisePower, 1.02 * NoisePower);
    }

    private static double[] Process(int length)
    {
        var random = new Random(1);
        var samples = new double[length];
        for (var n = 0; n < length; n++)
        {
            samples[n] = Math.Sqrt(NoisePower) * SyntheticPiece.Gaussian(random);
            for (var k = 1; k <= Math.Min(n, Coefficients.Length); k++)
            {
                samples[n] += Coefficients[k - 1] * samples[n - k];
            }
        }

        return samples;
    }

    private static double[] AutocorrelationOf(double[] window)
    {
        var autocorrelation = new double[9];
        Autocorrelation.Estimate(window, autocorrelation);
        return autocorrelation;
    }
}
