using MicroGenre.Learning;
using MicroGenre.Learning.Tests;
using MicroGenre.Networks.Training;
using MicroGenre.Signal;

namespace MicroGenre.Networks.Tests.Training;

public class AugmentationTests
{
    private static readonly RowScaler Unscaled = RowScaler.Fit(Normalization.None, Examples.Separable(1));

    [Fact]
    public void Without_settings_a_crop_is_a_span_of_the_track()
    {
        var track = Examples.Ramp(Examples.Bands, 50);
        var crop = RandomCrop(track, new AugmentationSettings(), frames: 10);
        var start = (int)Math.Round(crop[0, 0] * 1000);
        Assert.InRange(start, 0, 40);
        Assert.Equal(track.Slice(start, 10).Values, crop.Values);
    }

    [Fact]
    public void A_short_track_is_repeated()
    {
        var track = Examples.Ramp(Examples.Bands, 3);
        var crop = RandomCrop(track, new AugmentationSettings(), frames: 8);
        for (var frame = 0; frame < 8; frame++)
        {
            Assert.Equal(track[5, frame % 3], crop[5, frame]);
        }
    }

    [Fact]
    public void A_row_shift_repeats_the_edge()
    {
        var shifts = new HashSet<int>();
        for (var seed = 0; seed < 40; seed++)
        {
            var crop = RandomCrop(Examples.Ramp(Examples.Bands, 10), new AugmentationSettings { RowShift = 2 }, frames: 10, seed);
            var shift = 8 - (int)crop[8, 0];
            shifts.Add(shift);
            for (var row = 0; row < Examples.Bands; row++)
            {
                Assert.Equal(Math.Clamp(row - shift, 0, Examples.Bands - 1), (int)crop[row, 0]);
            }
        }

        Assert.Equal([-2, -1, 0, 1, 2], shifts.Order());
    }

    [Fact]
    public void The_equalizer_moves_each_row_as_a_whole()
    {
        var track = Examples.Ramp(Examples.Bands, 10);
        var crop = RandomCrop(track, new AugmentationSettings { EqualizerDecibels = 5, GainDecibels = 1 }, frames: 10);
        for (var row = 0; row < Examples.Bands; row++)
        {
            var change = crop[row, 0] - track[row, 0];
            Assert.NotEqual(0, change);
            Assert.All(Enumerable.Range(0, 10), frame => Assert.Equal(change, crop[row, frame] - track[row, frame], 4));
        }
    }

    [Fact]
    public void Masks_blank_at_most_their_width()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var track = new FeatureMatrix(Examples.Bands, 10);
            Array.Fill(track.Values, 1);
            var crop = RandomCrop(track, new AugmentationSettings { FrequencyMask = 4, TimeMask = 3 }, frames: 10, seed);
            Assert.InRange(Enumerable.Range(0, Examples.Bands).Count(row => crop.Row(row).IndexOfAnyExcept(0) < 0), 0, 4);
            Assert.InRange(Enumerable.Range(0, 10).Count(frame => Enumerable.Range(0, Examples.Bands).All(row => crop[row, frame] == 0)),
                0, 3);
        }
    }

    [Fact]
    public void Stretching_interpolates_between_frames()
    {
        var track = Examples.Ramp(Examples.Bands, 200);
        var crop = RandomCrop(track, new AugmentationSettings { TimeStretch = 0.5 }, frames: 100, seed: 3);
        var speed = (crop[0, 99] - crop[0, 0]) / 99 * 1000;
        Assert.InRange(speed, 0.5, 1.5);
        Assert.NotEqual(1, speed, 2);
        Assert.Equal(speed, (crop[0, 50] - crop[0, 49]) * 1000, 2);
    }

    [Fact]
    public void Windows_cover_a_track_from_first_to_last_frame()
    {
        Assert.Equal([0], Crop.WindowStarts(5, 10));
        Assert.Equal([0], Crop.WindowStarts(10, 10));
        Assert.Equal([0, 1], Crop.WindowStarts(11, 10));
        Assert.Equal([0, 7, 15], Crop.WindowStarts(25, 10));
    }

    [Fact]
    public void Row_scaling_gives_each_row_mean_0_and_deviation_1_and_leaves_a_constant_row_finite()
    {
        var track = new FeatureMatrix(2, 4, [1, 2, 3, 4, 7, 7, 7, 7]);
        var scaler = RowScaler.Fit(Normalization.PerRow, new TrackSet(["a"], [new("x", 0, track)]));
        var scaled = new float[8];
        Crop.Copy(track, 0, 4, scaler, scaled);
        Assert.Equal(0, scaled[..4].Sum(), 5);
        Assert.Equal(4, scaled[..4].Sum(value => value * value), 4);
        Assert.Equal([0, 0, 0, 0], scaled[4..]);
    }

    private static FeatureMatrix RandomCrop(FeatureMatrix track, AugmentationSettings settings, int frames, int seed = 1)
    {
        var crop = new FeatureMatrix(track.Rows, frames);
        new Augmentation(settings, Unscaled, frames).RandomCrop(track, new SeededRandom(seed), crop.Values);
        return crop;
    }
}
