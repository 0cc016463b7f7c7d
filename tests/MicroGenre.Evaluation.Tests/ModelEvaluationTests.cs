using MicroGenre.DataSets;
using MicroGenre.Learning;
using MicroGenre.Signal;
using MicroGenre.Testing;

namespace MicroGenre.Evaluation.Tests;

public sealed class ModelEvaluationTests : IDisposable
{
    private static readonly Recipe Nearest = Recipe.FromJson("""
        {
          "name": "nearest",
          "features": { "feature": "log-mel", "melBands": 4 },
          "input": { "vector": { "kind": "statistics" } },
          "classifier": { "kind": "nearest-neighbors", "parameters": { "neighbors": 1 } }
        }
        """);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_track_that_the_model_cannot_classify_is_left_out_with_the_reason()
    {
        using var model = Model(Nearest, "a", "b");
        var broken = Loud(0);
        broken[2, 1] = float.NaN;
        var report = ModelEvaluation.Run(
            model, new LoadedTracks(
                new TrackSet(["a", "b"], [new("sound", 0, Loud(0)), new("broken", 1, broken)]), [new("unreadable", "no audio")]));

        Assert.Equal((1, 1.0), (report.Tracks, report.Accuracy));
        Assert.Equal(["unreadable", "broken"], report.Skipped.Select(skipped => skipped.Track));
        Assert.Contains("NaN in row 2 of frame 1", report.Skipped[1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Tracks_of_another_height_are_refused_by_the_name_of_the_first()
    {
        using var model = Model(Nearest, "a", "b");
        var refusal = Assert.Throws<DataSetException>(
            () => ModelEvaluation.Run(model, new LoadedTracks(new TrackSet(["a", "b"], [new("flat", 0, new FeatureMatrix(2, 3))]), [])));

        Assert.Contains("none of the 1 tracks; flat: ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("2 feature rows, but the model takes 4", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_a_recipe_picks_its_genres_tracks_of_others_are_left_out()
    {
        using var model = Model(Nearest with { Genres = ["c", "a"] }, "a", "b", "c");
        Assert.Null(ModelEvaluation.GenresOf(model.Card));
        var report = ModelEvaluation.Run(model, new LoadedTracks(Tracks("a", "b", "c"), []));

        Assert.Equal(["c", "a"], report.PerGenre.Keys);
        Assert.Equal((2, 1.0), (report.Tracks, report.Accuracy));
    }

    private GenreModel Model(Recipe recipe, params string[] genres)
    {
        var models = new ModelRepository(_folder.Path);
        using var trained = TrainingRun.Run(recipe, Tracks(genres));
        models.Save("nearest", trained);
        return models.Load("nearest");
    }

    private static TrackSet Tracks(params string[] genres) =>
        new(genres, [.. genres.Select((genre, i) => new LabelledTrack(genre, i, Loud(i)))]);

    private static FeatureMatrix Loud(int row)
    {
        var matrix = new FeatureMatrix(4, 3);
        for (var band = 0; band < 4; band++)
        {
            for (var frame = 0; frame < 3; frame++)
            {
                matrix[band, frame] = band == row ? 0 : -60;
            }
        }

        return matrix;
    }
}
