using System.Text.Json.Nodes;
using MicroGenre.Learning;
using MicroGenre.Learning.Tests;
using MicroGenre.Signal;
using MicroGenre.Testing;

namespace MicroGenre.Networks.Tests;

[Collection(nameof(TorchTests))]
public sealed class ModelRepositoryTests : IDisposable
{
    private static readonly Lazy<TrainedModel> Trained = new(() =>
        TrainingRun.Run(Recipes.SmallNetwork(epochs: 2), Examples.Separable(4), null, new TrainingOptions { Threads = 1 }));

    private readonly TemporaryFolder _folder = new();
    private readonly ModelRepository _repository;

    public ModelRepositoryTests() => _repository = new ModelRepository(_folder["models"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_saved_model_answers_as_the_trained_one_did()
    {
        var card = _repository.Save("first", Trained.Value, new Dictionary<string, double> { ["testAccuracy"] = 0.5 });
        using var model = _repository.Load("first");
        var track = Examples.Separable(1, seed: 7).Tracks[0].Features;
        Assert.Equal(Trained.Value.Classify([track])[0], model.Classify(track));
        Assert.Equal(1, card.Version);
        Assert.Equal(Trained.Value.Labels, model.Card.Labels);
        Assert.Equal(0.5, model.Card.Metrics["testAccuracy"]);
        Assert.Equal(Examples.Separable(4).Fingerprint, model.Card.Train.Fingerprint);
        Assert.Equal(Trained.Value.Recipe.ToJson(), model.Card.Recipe.ToJson());
    }

    [Fact]
    public void A_models_card_counts_what_its_validation_tracks_were_taken_for()
    {
        var validation = Examples.Separable(3, seed: 9);
        using var trained = TrainingRun.Run(Recipes.SmallNetwork(epochs: 2), Examples.Separable(4), validation, new TrainingOptions
        {
            Threads = 1,
        });

        _repository.Save("m", trained);
        using var model = _repository.Load("m");

        var confusion = model.Card.Confusion!;
        Assert.Equal([3L, 3, 3], confusion.Select(row => row.Sum()));
        Assert.Equal(model.Card.Metrics["validationAccuracy"], Enumerable.Range(0, 3).Sum(genre => confusion[genre][genre]) / 9.0, 9);
        Assert.Null(_repository.Save("unwatched", Trained.Value).Confusion);
    }

    [Fact]
    public void A_model_with_validation_tracks_is_calibrated_by_them_wherever_it_answers()
    {
        var validation = Examples.Separable(3, seed: 9);
        using var trained = TrainingRun.Run(Recipes.SmallNetwork(epochs: 2), Examples.Separable(4), validation, new TrainingOptions
        {
            Threads = 1,
        });
        _repository.Save("m", trained);
        using var model = _repository.Load("m");
        var track = Examples.Separable(1, seed: 7).Tracks[0].Features;

        Assert.Equal(9, model.Card.Calibration!.Tracks);
        Assert.Equal(trained.Calibration, model.Card.Calibration);
        Assert.Equal(trained.Classify([track])[0], model.Classify(track));
        _repository.Save("plain", trained, calibration: new Calibration(1, 0.5, 1));
        using var plain = _repository.Load("plain");
        Assert.Equal(model.Card.Calibration.Apply(plain.Classify(track)), model.Classify(track), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 1.5)]
    [InlineData(1e9, 0.5)]
    public void A_calibration_that_cannot_be_is_refused(double temperature, double uncertainBelow)
    {
        _repository.Save("m", Trained.Value, calibration: new Calibration(temperature, uncertainBelow, 1));
        Assert.Contains("calibration", Assert.Throws<InvalidDataException>(() => _repository.Load("m")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Versions_count_up_and_the_newest_is_the_default()
    {
        for (var i = 0; i < 11; i++)
        {
            _repository.Save("m", Trained.Value);
        }

        using var newest = _repository.Load("m");
        using var second = _repository.Load("m", 2);
        Assert.Equal((11, 2), (newest.Card.Version, second.Card.Version));
        Assert.Equal(Enumerable.Range(1, 11), _repository.List().Select(card => card.Version));
        Assert.All(Directory.GetDirectories(_folder["models/m"]), folder => Assert.Matches(@"/\d+$", folder));
    }

    [Fact]
    public void Saving_at_once_gives_each_a_version_of_its_own()
    {
        var versions = Enumerable.Range(0, 8).AsParallel().WithDegreeOfParallelism(8)
            .Select(_ => _repository.Save("m", Trained.Value).Version).ToList();
        Assert.Equal(Enumerable.Range(1, 8), versions.Order());
    }

    [Fact]
    public void An_unknown_model_or_version_lists_what_exists()
    {
        Assert.Contains("has none", Unknown("x", null), StringComparison.Ordinal);
        _repository.Save("first", Trained.Value);
        _repository.Save("second", Trained.Value);
        Assert.Contains("first, second", Unknown("x", null), StringComparison.Ordinal);
        Assert.Contains("it has: 1", Unknown("first", 4), StringComparison.Ordinal);
        Assert.Contains("'../first'", Unknown("../first", null), StringComparison.Ordinal);

        string Unknown(string name, int? version) => Assert.Throws<UnknownModelException>(() => _repository.Load(name, version)).Message;
    }

    [Fact]
    public void Damaged_files_are_named()
    {
        _repository.Save("m", Trained.Value);
        var folder = _repository.FolderOf("m", 1);
        File.WriteAllText(Path.Combine(folder, "weights.safetensors"), "damaged");
        Assert.Contains("weights.safetensors", Assert.Throws<InvalidDataException>(() => _repository.Load("m")).Message,
            StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder, "model.json"), "{}");
        Assert.Contains("model.json", Assert.Throws<InvalidDataException>(() => _repository.Load("m")).Message, StringComparison.Ordinal);
        Assert.Empty(_repository.List());
    }

    [Theory]
    [InlineData("labels")]
    [InlineData("recipe")]
    [InlineData("train")]
    public void A_description_that_lacks_a_value_is_refused_by_its_name(string field)
    {
        _repository.Save("m", Trained.Value);
        var path = Path.Combine(_repository.FolderOf("m", 1), "model.json");
        var card = JsonNode.Parse(File.ReadAllText(path))!;
        card[field] = null;
        File.WriteAllText(path, card.ToJsonString());
        var message = Assert.Throws<InvalidDataException>(() => _repository.Load("m")).Message;
        Assert.Contains("model.json", message, StringComparison.Ordinal);
        Assert.Contains(field, message, StringComparison.Ordinal);
        Assert.Empty(_repository.List());
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    public void A_description_of_something_else_is_passed_over(string content)
    {
        _repository.Save("m", Trained.Value);
        File.WriteAllText(Path.Combine(_repository.FolderOf("m", 1), "model.json"), content);
        Assert.Contains("model.json", Assert.Throws<InvalidDataException>(() => _repository.Load("m")).Message, StringComparison.Ordinal);
        Assert.Empty(_repository.List());
    }

    [Fact]
    public void A_description_that_cannot_be_read_hides_no_other_model()
    {
        _repository.Save("m", Trained.Value);
        _repository.Save("m", Trained.Value);
        var path = Path.Combine(_repository.FolderOf("m", 2), "model.json");
        File.Delete(path);
        Directory.CreateDirectory(path);
        Assert.Equal(1, Assert.Single(_repository.List()).Version);
        Assert.Contains("model.json", Assert.Throws<InvalidDataException>(() => _repository.Load("m")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_copied_folder_is_a_model_of_its_own()
    {
        _repository.Save("m", Trained.Value);
        foreach (var (name, folder) in new[] { ("m", "3"), ("copy", "1"), ("m", "01") })
        {
            var copy = Directory.CreateDirectory(Path.Combine(_repository.Root, name, folder)).FullName;
            foreach (var file in Directory.GetFiles(_repository.FolderOf("m", 1)))
            {
                File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
            }
        }

        Assert.Equal([("copy", 1), ("m", 1), ("m", 3)], _repository.List().Select(card => (card.Name, card.Version)));
        using var newest = _repository.Load("m");
        Assert.Equal(3, newest.Card.Version);
    }

    [Fact]
    public void What_cannot_be_written_is_one_clear_error_and_leaves_nothing_behind()
    {
        File.WriteAllText(_folder["file"], "in the way");
        var exception = Assert.Throws<IOException>(() => new ModelRepository(_folder["file"]).Save("m", Trained.Value));
        Assert.Contains("'m'", exception.Message, StringComparison.Ordinal);
        Assert.Equal([_folder["file"]], Directory.GetFileSystemEntries(_folder.Path));
        Assert.Throws<ArgumentException>(() => _repository.Save("../m", Trained.Value));
        Assert.Throws<ArgumentException>(() => _repository.Save("", Trained.Value));
    }

    [Fact]
    public void Unusable_features_are_refused_with_the_place()
    {
        _repository.Save("m", Trained.Value);
        using var model = _repository.Load("m");
        var broken = new FeatureMatrix(Examples.Bands, 3);
        broken[1, 2] = float.PositiveInfinity;
        Assert.Contains("row 1 of frame 2", Assert.Throws<ArgumentException>(() => model.Classify(broken)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => model.Classify(new FeatureMatrix(Examples.Bands + 1, 3)));
        Assert.Throws<ArgumentException>(() => model.Classify(new FeatureMatrix(Examples.Bands, 0)));
    }

    [Fact]
    public void Many_threads_get_the_answers_of_one()
    {
        _repository.Save("m", Trained.Value);
        using var model = _repository.Load("m");
        var tracks = Examples.Separable(6, seed: 5).Tracks.Select(track => track.Features).ToList();
        var expected = tracks.Select(track => model.Classify(track)).ToList();
        Parallel.For(0, 60, i => Assert.Equal(expected[i % tracks.Count], model.Classify(tracks[i % tracks.Count])));
    }
}
