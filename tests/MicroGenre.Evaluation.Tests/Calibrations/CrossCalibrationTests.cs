using MicroGenre.Evaluation.Calibrations;
using MicroGenre.Learning;
using MicroGenre.Signal;

namespace MicroGenre.Evaluation.Tests.Calibrations;

public class CrossCalibrationTests
{
    private static readonly Recipe Nearest = Recipe.FromJson("""
        {
          "name": "nearest",
          "features": { "feature": "log-mel", "melBands": 4 },
          "input": { "vector": { "kind": "statistics" } },
          "classifier": { "kind": "nearest-neighbors", "parameters": { "neighbors": 1 } }
        }
        """);

    [Fact]
    public void Each_part_is_classified_by_a_model_that_never_heard_it()
    {
        // A nearest neighbour that had learnt a track would be right about it, whatever its label: here labels change from part to part, so
        // that every answer is wrong, and a model that is sure of what is wrong deserves the highest temperature.
        var fitted = CrossCalibration.Fit(Nearest, [Part(genreOfLow: 0), Part(genreOfLow: 1)]);

        Assert.Equal(8, fitted.Calibration.Tracks);
        Assert.Equal([[0, 4], [4, 0]], fitted.Confusion.ToRows());
        Assert.Equal(20, fitted.Calibration.Temperature, 0.01);
        Assert.All(fitted.Parts, part => Assert.Equal((4, 1.0), (part.Tracks, part.UncertainOfWrong)));
        Assert.All(fitted.Parts, part => Assert.True(part.ErrorAfter < part.ErrorBefore));
    }

    [Fact]
    public void Tracks_of_a_genre_that_no_other_part_has_do_not_count()
    {
        string[] genres = ["a", "b", "c"];
        var both = new TrackSet(genres, Part(genreOfLow: 0).Tracks);
        var withThird = new TrackSet(genres, [.. both.Tracks, new LabelledTrack("4", 2, Loud(row: 2, level: 0))]);

        var fitted = CrossCalibration.Fit(Nearest, [both, withThird]);

        Assert.Equal(8, fitted.Calibration.Tracks);
        Assert.Equal(9, fitted.Confusion.ToRows().Sum(row => row.Sum()));
    }

    [Fact]
    public void Groups_count_the_same_however_many_tracks_they_have()
    {
        IReadOnlyList<TrackSet> parts = [Part(genreOfLow: 0), Part(genreOfLow: 0), Part(genreOfLow: 1)];
        var alone = CrossCalibration.Fit(Nearest, parts);
        var grouped = CrossCalibration.Fit(Nearest, parts, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["0"] = "x", ["1"] = "x", ["2"] = "x", ["3"] = "y",
        });

        Assert.Equal(alone.Confusion.ToRows(), grouped.Confusion.ToRows());
        Assert.Equal(12, grouped.Calibration.Tracks);
        Assert.Equal(12, grouped.Reliability.Sum(bin => bin.Tracks));
    }

    [Fact]
    public void One_part_leaves_nothing_to_learn_from() => Assert.Throws<ArgumentException>(() => CrossCalibration.Fit(Nearest, [Part(0)]));

    private static TrackSet Part(int genreOfLow) => new(
        ["a", "b"],
        [.. Enumerable.Range(0, 4)
            .Select(i => new LabelledTrack($"{i}", i % 2 == 0 ? genreOfLow : 1 - genreOfLow, Loud(row: i % 2, level: -i)))]);

    private static FeatureMatrix Loud(int row, float level)
    {
        var matrix = new FeatureMatrix(4, 3);
        for (var frame = 0; frame < 3; frame++)
        {
            for (var band = 0; band < 4; band++)
            {
                matrix[band, frame] = band == row ? level : -60;
            }
        }

        return matrix;
    }
}
