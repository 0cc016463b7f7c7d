using MicroGenre.Signal;
using MicroGenre.Testing;

namespace MicroGenre.Learning.Tests;

public sealed class TeachingTests : IDisposable
{
    // Genres of these tracks are so far apart that only high temperatures leave probabilities that single precision can tell from 0.
    private const string Single = """{ "kind": "linear-discriminant", "parameters": { "temperature": 1000 } }""";
    private const string Pooled = """
        { "kind": "ensemble", "parameters": { "pooling": "geometric", "members": [
            { "classifier": { "kind": "linear-discriminant", "parameters": { "temperature": 400 } } },
            { "weight": 0.5, "input": { "predictionFrames": 16, "vector": { "kind": "statistics", "clip": 2.5 } },
              "classifier": { "kind": "linear-discriminant", "parameters": { "shrinkage": 0.5, "temperature": 200 } } }] } }
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly ModelRepository _models;

    public TeachingTests() => _models = new ModelRepository(_folder["models"]);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Single)]
    [InlineData(Pooled)]
    public void A_taught_genre_is_recognised(string classifier)
    {
        using var model = Trained(classifier, genres: 2);
        using var taught = Taught(model, "third", Of(2, 6, seed: 1));

        Assert.Equal(["genre 0", "genre 1", "third"], taught.Card.Labels);
        Assert.All(Of(2, 8, seed: 2), track => Assert.Equal(2, Best(taught, track)));
        Assert.All(Of(0, 8, seed: 2), track => Assert.Equal(0, Best(taught, track)));
        Assert.Equal(new TaughtGenre("third", 6, 1), Assert.Single(taught.Card.Taught!));
    }

    [Theory]
    [InlineData(Single, 24)]
    [InlineData(Pooled, 24)]
    [InlineData(Pooled, 200)]
    public void Old_genres_forget_nothing(string classifier, int frames)
    {
        using var model = Trained(classifier, genres: 2);
        using var once = Taught(model, "third", Of(2, 5, seed: 1));
        using var twice = Taught(once, "fourth", [.. Of(2, 3, seed: 3).Select(Louder)]);

        foreach (var track in Examples.Separable(4, 3, frames, seed: 5).Tracks.Select(track => track.Features))
        {
            var (before, after, last) = (model.Classify(track), once.Classify(track), twice.Classify(track));
            Assert.Equal(before[0] / before[1], after[0] / after[1], 1e-4 * before[0] / before[1]);
            Assert.Equal(after[2] / after[0], last[2] / last[0], 1e-4 * after[2] / after[0]);
            Assert.Equal(1, last.Sum(), 1e-5);
        }
    }

    [Fact]
    public void Scores_of_old_genres_stay_the_same_to_the_bit()
    {
        using var model = Trained(Pooled, genres: 3);
        using var taught = Taught(model, "fourth", [.. Of(2, 4, seed: 3).Select(Louder)]);

        var (before, after) = (model.Weights(), taught.Weights());
        foreach (var name in before.Keys.Where(name => name.EndsWith("weight", StringComparison.Ordinal)
            || name.EndsWith("bias", StringComparison.Ordinal)))
        {
            Assert.Equal(before[name].Bytes, after[name].Bytes[..before[name].Bytes.Length]);
        }
    }

    [Fact]
    public void A_taught_model_answers_the_same_from_its_files()
    {
        using var model = Trained(Pooled, genres: 2);
        using var taught = Taught(model, "third", Of(2, 5, seed: 1));
        Assert.Equal("mine/1", Name(_models.Save("mine", taught)));

        using var loaded = _models.Load("mine");
        var track = Of(2, 1, seed: 7)[0];
        Assert.Equal(taught.Classify(track), loaded.Classify(track));
        Assert.Equal(taught.Space!.Locate(taught.Answer(track)), loaded.Space!.Locate(loaded.Answer(track)));
        Assert.Equal("x/1", loaded.Card.BasedOn);
    }

    [Fact]
    public void Teaching_from_kept_places_makes_the_same_model()
    {
        using var model = Trained(Pooled, genres: 2);
        var tracks = Of(2, 5, seed: 1);
        var kept = tracks.Select((track, i) => new Example($"{i}", Array.ConvertAll(
            model.Space!.Locate(model.Answer(track)), value => (float)(Half)value))).ToList();
        using var fromAudio = Taught(model, "third", tracks);
        using var fromPlaces = Teaching.Teach(model, "third", kept);

        Assert.All(fromAudio.Weights(), weight => Assert.Equal(weight.Value.Bytes, fromPlaces.Weights()[weight.Key].Bytes));
    }

    [Fact]
    public void Merged_genres_are_one()
    {
        using var model = Trained(Pooled, genres: 3);
        using var merged = Teaching.Merge(model, "genre 0", "genre 2", "both");

        Assert.Equal(["both", "genre 1"], merged.Card.Labels);
        Assert.All(Of(0, 6, seed: 4).Concat(Of(2, 6, seed: 4)), track => Assert.Equal(0, Best(merged, track)));
        Assert.All(Of(1, 6, seed: 4), track => Assert.Equal(1, Best(merged, track)));
    }

    [Fact]
    public void Merging_a_genre_with_its_twin_changes_none_of_its_scores()
    {
        using var model = Trained(Single, genres: 3);
        var part = LinearPart.Of(model.Weights())[0];
        var twins = part with { Weight = [part.Weight[0], .. part.Weight], Bias = [part.Bias[0], .. part.Bias], Known = part.Known + 1 };
        var merged = twins.Merge(0, 1, 0.3, 0.7, 0);
        Assert.All(
            part.Weight.Zip(merged.Weight), pair => Assert.All(pair.First.Zip(pair.Second), v => Assert.Equal(v.First, v.Second, 1e-12)));
        Assert.All(part.Bias.Zip(merged.Bias), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    [Fact]
    public void A_removed_genre_is_gone_and_the_others_answer_as_before()
    {
        using var model = Trained(Pooled, genres: 3);
        using var removed = Teaching.Remove(model, "GENRE-1");

        Assert.Equal(["genre 0", "genre 2"], removed.Card.Labels);
        var track = Of(0, 1, seed: 4)[0];
        var (before, after) = (model.Classify(track), removed.Classify(track));
        Assert.Equal(before[0] / before[2], after[0] / after[1], 1e-4 * before[0] / before[2]);
    }

    [Fact]
    public void A_renamed_genre_keeps_its_answers()
    {
        using var model = Trained(Single, genres: 2);
        using var renamed = Teaching.Rename(model, "genre 1", "Shoegaze");

        Assert.Equal(["genre 0", "Shoegaze"], renamed.Card.Labels);
        Assert.Equal("Shoegaze", renamed.Card.NameOf("Shoegaze"));
        var track = Of(1, 1, seed: 4)[0];
        Assert.Equal(model.Classify(track), renamed.Classify(track));
    }

    [Fact]
    public void Undo_returns_to_the_version_before_as_often_as_there_is_one()
    {
        using var model = Trained(Single, genres: 3);
        _models.Save("mine", model);
        Change(before => Teaching.Rename(before, "genre 0", "a"));
        Change(before => Teaching.Remove(before, "genre 1"));

        Assert.Equal(["a", "genre 1", "genre 2"], _models.Undo("mine").Labels);
        Assert.Equal(["genre 0", "genre 1", "genre 2"], _models.Undo("mine").Labels);
        Assert.Contains("nothing to undo", Assert.Throws<TeachingException>(() => _models.Undo("mine")).Message, StringComparison.Ordinal);
        using var restored = _models.Load("mine");
        var track = Of(1, 1, seed: 4)[0];
        Assert.Equal(model.Classify(track), restored.Classify(track));

        void Change(Func<GenreModel, GenreModel> change)
        {
            using var before = _models.Load("mine");
            using var after = change(before);
            _models.Save("mine", after);
        }
    }

    [Fact]
    public void Wrong_use_gets_a_clear_answer()
    {
        using var model = Trained(Single, genres: 2);
        var examples = Places(model, Of(2, 3, seed: 1));

        Refused("no examples", () => Teaching.Teach(model, "x", []));
        Refused("one example", () => Teaching.Teach(model, "x", examples[..1]));
        Refused("'0' hold the same audio", () => Teaching.Teach(model, "x", [.. examples, examples[0] with { Name = "copy" }]));
        Refused("knows 'genre 1' already", () => Teaching.Teach(model, "Genre 1", examples));
        Refused("1 to 64 letters", () => Teaching.Teach(model, "  ", examples));
        Refused("another model's", () => Teaching.Teach(model, "x", [.. examples, new Example("short", [1, 2])]));
        Refused("two to tell apart", () => Teaching.Remove(model, "genre 0"));
        Refused("'none' is not one of the genres", () => Teaching.Rename(model, "none", "x"));
        Refused("knows 'genre 1' already", () => Teaching.Rename(model, "genre 0", "genre 1"));
        Refused("cannot be merged with itself", () => Teaching.Merge(model, "genre 0", "genre 0"));
    }

    [Fact]
    public void Silence_teaches_nothing()
    {
        using var model = Trained(Single, genres: 2);
        var answer = model.Answer(Of(0, 1, seed: 1)[0]) with { Verdict = Verdict.NoMusic, Reason = "It is silent." };
        Refused("'quiet.wav' teaches nothing: It is silent.", () => Example.Of("quiet.wav", model, answer));
    }

    [Fact]
    public void A_model_knows_256_genres_at_most()
    {
        var model = Trained(Single, genres: 2);
        for (var genre = model.Card.Labels.Count; genre < Teaching.MostGenres; genre++)
        {
            model = Teaching.Teach(model, $"taught {genre}", Places(model, Of(genre % 3, 2, seed: genre + 10)));
        }

        Refused("knows 256 genres; a model knows 256 at most", () => Teaching.Teach(model, "one more", Places(model, Of(2, 2, seed: 1))));
        Assert.Equal(1, model.Classify(Of(0, 1, seed: 1)[0]).Sum(), 1e-4);
    }

    [Theory]
    [InlineData("""{ "kind": "decision-tree" }""")]
    [InlineData("""{ "kind": "ensemble", "parameters": { "members": [{ "classifier": { "kind": "linear-discriminant" } }] } }""")]
    public void Other_kinds_of_models_cannot_be_taught(string classifier)
    {
        using var model = Trained(classifier, genres: 2);
        Refused("cannot be taught", () => Teaching.Teach(model, "x", []));
    }

    [Fact]
    public void The_shipped_model_can_be_taught()
    {
        var models = new ModelRepository(Testing.Repository.PathOf("models"));
        using var model = models.Load("gtzan");
        Assert.Equal(512, Teaching.SpaceOf(model).Width);
        var files = Directory.GetFiles(models.FolderOf("gtzan", model.Card.Version));
        Assert.InRange(files.Sum(file => new FileInfo(file).Length), 1, 8_000_000);
    }

    private static void Refused(string reason, Action action) =>
        Assert.Contains(reason, Assert.ThrowsAny<TeachingException>(action).Message, StringComparison.Ordinal);

    private GenreModel Trained(string classifier, int genres)
    {
        var recipe = Recipe.FromJson($$"""
            { "name": "x", "input": { "predictionFrames": 32 }, "classifier": {{classifier}} }
            """) with { Features = new LogMelSettings { MelBands = Examples.Bands } };
        var tracks = Examples.Separable(10, 3);
        using var trained = TrainingRun.Run(recipe, tracks.Only([.. tracks.Genres.Take(genres)]));
        _models.Save("x", trained);
        return _models.Load("x", 1);
    }

    private static FeatureMatrix[] Of(int genre, int count, int seed) =>
        [.. Examples.Separable(count, 3, seed: seed).Tracks.Where(track => track.Genre == genre).Select(track => track.Features)];

    private static FeatureMatrix Louder(FeatureMatrix track)
    {
        var louder = new FeatureMatrix(track.Rows, track.Frames);
        for (var i = 0; i < track.Values.Length; i++)
        {
            louder.Values[i] = Math.Min(0, track.Values[i] + (i % 2 == 0 ? 20 : 0));
        }

        return louder;
    }

    private static GenreModel Taught(GenreModel model, string genre, FeatureMatrix[] tracks) =>
        Teaching.Teach(model, genre, Places(model, tracks));

    private static Example[] Places(GenreModel model, FeatureMatrix[] tracks) =>
        [.. tracks.Select((track, i) => Example.Of($"{i}", model, model.Answer(track)))];

    private static int Best(GenreModel model, FeatureMatrix track) => Scores.ArgMax(model.Classify(track));

    private static string Name(ModelCard card) => $"{card.Name}/{card.Version}";
}
