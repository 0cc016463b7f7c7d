using FsCheck;
using FsCheck.Fluent;
using MicroGenre.Segmentation.Autoregression;
using MicroGenre.Segmentation.Distances;
using MicroGenre.Signal;
using MicroGenre.Testing;

namespace MicroGenre.Segmentation.Tests;

public class SpectralErrorTests
{
    private const double RelativeTolerance = 1e-6;

    // The error sums squares of ratios, each exact to about 1e-15: below this it is rounding, as for windows of two samples.
    private const double Rounding = 1e-24;

    [Theory]
    [InlineData(ArMethod.Autocorrelation)]
    [InlineData(ArMethod.Burg)]
    public void The_fast_matrix_equals_the_direct_filter_on_any_noise(ArMethod method)
    {
        var cases = from seed in Gen.Choose(0, int.MaxValue - 1)
                    from windows in Gen.Choose(1, 9)
                    from length in Gen.Choose(1, 3000)
                    from order in Gen.Choose(1, 40)
                    from lags in Gen.Choose(1, 80)
                    select (seed, windows, length, order, lags);
        Prop.ForAll(Arb.From(cases), one =>
        {
            var random = new Random(one.seed);
            AssertFastEqualsDirect(
                [.. Enumerable.Range(0, one.windows).Select(_ => ColouredNoise(one.length, random))], one.order, one.lags, method);
        }).QuickCheckThrowOnFailure();
    }

    [SharedDataTheory]
    [InlineData(16, 16)]
    [InlineData(16, 40)]
    [InlineData(32, 64)]
    public void The_fast_matrix_equals_the_direct_filter_on_music(int order, int lags)
    {
        string[] tracks = ["classical.00000.wav", "metal.00000.wav"];
        var windows = tracks
            .Select(track =>
                AudioFile.Read(SharedData.PathOf("data", "gtzan-audio", track[..track.IndexOf('.', StringComparison.Ordinal)], track)))
            .SelectMany(clip => clip.Samples.Chunk(clip.SampleRate).Take(10))
            .Select(window => Array.ConvertAll(window, sample => (double)sample))
            .ToArray();

        AssertFastEqualsDirect(windows, order, lags, ArMethod.Autocorrelation);
    }

    [Fact]
    public void A_window_is_nearer_to_its_own_kind_than_to_another()
    {
        var random = new Random(1);
        double[][] windows = [Resonance(0.3, random), Resonance(0.3, random), Resonance(1.2, random)];
        var models = Array.ConvertAll(windows, window => WindowModel.Of(window, 8, 16));

        var distances = DistanceMatrix.Compute(models, 16).Symmetrized();

        Assert.True(distances[0, 1] < 0.1 * distances[0, 2], $"{distances[0, 1]} against {distances[0, 2]}");
    }

    [Fact]
    public void The_error_is_zero_for_the_whitened_window_itself_as_the_order_grows()
    {
        var window = Resonance(0.7, new Random(2));
        var model = WindowModel.Of(window, order: 32, lags: 16);

        Assert.InRange(SpectralError.Direct(model.Model, window, 16), 0, 0.01);
    }

    private static void AssertFastEqualsDirect(double[][] windows, int order, int lags, ArMethod method)
    {
        var models = Array.ConvertAll(windows, window => WindowModel.Of(window, order, lags, method));
        var fast = DistanceMatrix.Compute(models, lags);
        for (var reference = 0; reference < windows.Length; reference++)
        {
            for (var sliding = 0; sliding < windows.Length; sliding++)
            {
                var direct = SpectralError.Direct(models[reference].Model, windows[sliding], lags);
                var tolerance = (direct * RelativeTolerance) + Rounding;
                Assert.InRange(fast[reference, sliding], direct - tolerance, direct + tolerance);
            }
        }
    }

    private static double[] ColouredNoise(int length, Random random)
    {
        var (feedback, level, last) = (0.99 * random.NextDouble(), Math.Pow(10, -4 * random.NextDouble()), 0.0);
        return [.. Enumerable.Range(0, length).Select(_ => level * (last = (feedback * last) + SyntheticPiece.Gaussian(random)))];
    }

    private static double[] Resonance(double frequency, Random random)
    {
        var (last, before) = (0.0, 0.0);
        return [.. Enumerable.Range(0, 20000).Select(_ =>
        {
            (last, before) = ((2 * 0.95 * Math.Cos(frequency) * last) - (0.95 * 0.95 * before) + SyntheticPiece.Gaussian(random), last);
            return 0.01 * last;
        })];
    }
}
