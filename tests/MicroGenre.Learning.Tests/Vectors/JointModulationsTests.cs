using FsCheck;
using FsCheck.Fluent;
using MicroGenre.Signal;

namespace MicroGenre.Learning.Tests.Vectors;

public class JointModulationsTests
{
    private const int Rows = 128;
    private const int Zones = 8;
    private const double Rate = 0.101;
    private const double Scale = 1.0 / 12;

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void A_pattern_answers_in_the_filter_of_its_rate_scale_and_direction(int direction)
    {
        var values = new JointModulations([0.0272, Rate, 0.349], [1.0 / 48, Scale, 1.0 / 3], rateWidth: 0.3, scaleWidth: 0.4)
            .From(Pattern(direction));
        var loudest = Array.IndexOf(values, values.Max());

        // [rate, scale, direction, zone], falling patterns first.
        Assert.Equal((1, 1, direction > 0 ? 1 : 0), (loudest / (3 * 2 * Zones), loudest / (2 * Zones) % 3, loudest / Zones % 2));
    }

    [Fact]
    public void Level_and_equalisation_change_only_the_part_without_a_rate()
    {
        var (track, equalised) = (Noise(1, 300), Noise(1, 300));
        for (var row = 0; row < Rows; row++)
        {
            foreach (ref var value in equalised.Row(row))
            {
                value += 5 - (row % 7);
            }
        }

        var (before, after) = (JointModulations.Of(track), JointModulations.Of(equalised));
        var withRate = before.Length * 14 / 15;
        Assert.All(before.Zip(after).Take(withRate), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        Assert.Contains(before.Zip(after).Skip(withRate), pair => Math.Abs(pair.First - pair.Second) > 0.1);
    }

    [Fact]
    public void Silence_has_the_least_value_everywhere_but_in_rounding() =>
        Assert.All(JointModulations.Of(new FeatureMatrix(Rows, 100)), value => Assert.Equal(Math.Log(0.01), value, 1e-9));

    [Fact]
    public void Any_length_has_as_many_finite_values() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(20), Prop.ForAll(Gen.Choose(1, 600).ToArbitrary(), frames =>
        {
            var values = JointModulations.Of(Noise(frames, frames));
            return values.Length == 840 && values.All(double.IsFinite);
        }));

    [Fact]
    public void A_place_beyond_an_end_is_its_mirror_image() =>
        Assert.Equal([2, 1, 0, 0, 1, 2, 2, 1, 0, 0], Enumerable.Range(-3, 10).Select(place => GaborFilter.Mirror(place, 3)));

    // Rises with time where the direction is 1, and falls where it is −1.
    private static FeatureMatrix Pattern(int direction)
    {
        var track = new FeatureMatrix(Rows, 387);
        for (var row = 0; row < Rows; row++)
        {
            for (var frame = 0; frame < track.Frames; frame++)
            {
                track[row, frame] = (float)(-40 + (10 * Math.Cos(2 * Math.PI * ((Rate * frame) - (direction * Scale * row)))));
            }
        }

        return track;
    }

    private static FeatureMatrix Noise(int seed, int frames)
    {
        var random = new SeededRandom(seed);
        var noise = new FeatureMatrix(Rows, frames);
        foreach (ref var value in noise.Values.AsSpan())
        {
            value = (float)(-40 + (8 * random.NextNormal()));
        }

        return noise;
    }
}
