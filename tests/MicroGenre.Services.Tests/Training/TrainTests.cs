using MicroGenre.Contracts;
using MicroGenre.ServiceTesting;

namespace MicroGenre.Training.Tests;

public sealed class TrainTests : IAsyncLifetime
{
    private TrainingHost _host = null!;

    public async Task InitializeAsync() => _host = await TrainingHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_folder_of_music_becomes_a_model_and_every_step_is_told()
    {
        var events = await _host.TrainAsync(TrainingHost.Request(epochs: 3));
        Assert.Equal(Enumerable.Range(1, events.Count).Select(number => (ulong)number), events.Select(happened => happened.Sequence));
        Assert.Single(events.Select(happened => happened.Job).Distinct(StringComparer.Ordinal));
        Assert.Equal(TrainEvent.EventOneofCase.Queued, events[0].EventCase);
        Assert.Equal(0, events[0].Queued.Ahead);
        Assert.Contains(events, happened => happened.Phase is { Name: "reading tracks", Done: 10, Total: 10 });
        var epochs = events.Where(happened => happened.Epoch is not null).Select(happened => happened.Epoch).ToList();
        Assert.Equal([1, 2, 3], epochs.Select(epoch => epoch.Epoch));
        Assert.All(epochs, epoch => Assert.True(epoch is { Epochs: 3, HasValidationAccuracy: true, Loss: > 0 }));

        var finished = events[^1].Finished;
        Assert.Equal(("toy", 1), (finished.Model, finished.Version));
        Assert.Contains("validationAccuracy", finished.Metrics.Keys);
        using var model = _host.Models.Load("toy");
        Assert.Equal(finished.Card, model.Card.ToJson());
        Assert.Equal(ToyGenres.Names, model.Card.Labels);
        Assert.Equal(2, model.Card.Validation!.Tracks);
    }

    [Fact]
    public async Task Spectrograms_with_their_own_validation_become_a_model_too()
    {
        ToyGenres.WriteSpectrograms(_host.Folder["data"], "train");
        ToyGenres.WriteSpectrograms(_host.Folder["data"], "valid", tracksPerGenre: 3);
        var request = TrainingHost.Request();
        request.Data = Spectrograms("train");
        request.Validation = Spectrograms("valid");
        var events = await _host.TrainAsync(request);
        using var model = _host.Models.Load("toy");
        Assert.Equal((10, 6), (model.Card.Train.Tracks, model.Card.Validation!.Tracks));
        Assert.Equal(1, events[^1].Finished.Version);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_model_and_each_training_a_version_of_its_own()
    {
        var request = TrainingHost.Request();
        request.Seed = 7;
        request.HoldOut = 0;
        Assert.Equal(1, (await _host.TrainAsync(request))[^1].Finished.Version);
        Assert.Equal(2, (await _host.TrainAsync(request))[^1].Finished.Version);
        Assert.Equal(
            await File.ReadAllBytesAsync(Path.Combine(_host.Models.FolderOf("toy", 1), "weights.safetensors")),
            await File.ReadAllBytesAsync(Path.Combine(_host.Models.FolderOf("toy", 2), "weights.safetensors")));
    }

    [Fact]
    public async Task A_broken_track_is_reported_and_left_out()
    {
        await File.WriteAllTextAsync(_host.Folder["data/music/low/broken.wav"], "no audio");
        var events = await _host.TrainAsync(TrainingHost.Request());
        var skipped = Assert.Single(events, happened => happened.Skipped is not null).Skipped;
        Assert.Contains("broken.wav", skipped.Track, StringComparison.Ordinal);
        Assert.NotEmpty(skipped.Reason);
        Assert.NotNull(events[^1].Finished);
    }

    [Fact]
    public async Task The_recipes_are_listed()
    {
        var recipes = (await _host.Client.ListRecipesAsync(new ListRecipesRequest())).Recipes;
        Assert.Contains(recipes, recipe => recipe is { Name: "cnn2d", Description.Length: > 0 }
            && recipe.Json.Contains("\"classifier\"", StringComparison.Ordinal));
    }

    private static DataSet Spectrograms(string name) => new()
    {
        Spectrograms = new SpectrogramFiles { Spectrograms = $"{name}.npy", Labels = $"{name}.csv" },
    };
}
