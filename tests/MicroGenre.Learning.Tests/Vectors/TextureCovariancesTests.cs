using MicroGenre.Signal;

namespace MicroGenre.Learning.Tests.Vectors;

public class TextureCovariancesTests
{
    private const int Rows = 128;
    private const int Textures = 48;

    [Fact]
    public void A_change_of_level_changes_nothing()
    {
        var (track, louder) = (Noise(200), Noise(200));
        foreach (ref var value in louder.Values.AsSpan())
        {
            value += 12;
        }

        Assert.All(TextureCovariances.Of(track).Zip(TextureCovariances.Of(louder)), pair => Assert.Equal(pair.First, pair.Second, 1e-3));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(387)]
    public void Silence_has_independent_ranges_of_no_variance(int frames)
    {
        var values = TextureCovariances.Of(new FeatureMatrix(Rows, frames));
        Assert.Equal(Textures * (Textures + 1) / 2, values.Length);
        Assert.Equal(Textures, values.Count(value => Math.Abs(value - Math.Log(0.3)) < 1e-9));
        Assert.Equal(values.Length - Textures, values.Count(value => Math.Abs(value) < 1e-9));
    }

    [Fact]
    public void A_row_that_swings_has_the_logarithm_of_its_variance()
    {
        double[] swinging = [.. Enumerable.Range(0, 12).Select(frame => frame % 2 == 0 ? 3.0 : -3)];
        Assert.Equal([Math.Log(9 + 0.3), 0, Math.Log(0.3)], LogCovariance.Of([swinging, new double[12]], lag: 0), (one, other) =>
            Math.Abs(one - other) < 1e-12);
    }

    [Fact]
    public void A_lag_puts_each_frame_beside_the_one_before_it()
    {
        double[] swinging = [.. Enumerable.Range(0, 13).Select(frame => frame % 2 == 0 ? 3.0 : -3)];
        var values = LogCovariance.Of([swinging], lag: 1);

        // Eigenvalues 18 (against each other) and 0 (together).
        var (against, together) = (Math.Log(18 + 0.3), Math.Log(0.3));
        Assert.Equal([(against + together) / 2, (together - against) / 2, (against + together) / 2], values, (one, other) =>
            Math.Abs(one - other) < 1e-12);
    }

    private static FeatureMatrix Noise(int frames)
    {
        var random = new SeededRandom(1);
        var noise = new FeatureMatrix(Rows, frames);
        foreach (ref var value in noise.Values.AsSpan())
        {
            value = (float)(-40 + (8 * random.NextNormal()));
        }

        return noise;
    }
}
