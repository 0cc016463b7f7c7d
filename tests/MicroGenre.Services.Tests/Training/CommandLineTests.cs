using MicroGenre.Cli.Tests;
using MicroGenre.Learning;
using MicroGenre.ServiceTesting;
using CommandLine = MicroGenre.Cli.Tests.Cli;

namespace MicroGenre.Training.Tests;

/// <summary>The command line has a service train on a list of tracks, of which both have copies.</summary>
public sealed class CommandLineTests : IAsyncLifetime
{
    private TrainingHost _host = null!;

    public async Task InitializeAsync()
    {
        _host = await TrainingHost.StartAsync();
        ToyGenres.WriteFolders(_host.Folder["mine/music"]);
        await File.WriteAllTextAsync(_host.Folder["mine/toy.json"], ToyGenres.RecipeJson);
        await WriteListAsync();
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_service_makes_of_a_list_the_model_that_the_program_itself_makes_of_it()
    {
        (await TrainAsync("--models", _host.Folder["local"], "--threads", "1")).Succeeds();
        Assert.Contains("toy/1 trained in", (await TrainByServiceAsync()).Succeeds().Output, StringComparison.Ordinal);

        using var model = _host.Models.Load("toy");
        Assert.Equal((6, 4), (model.Card.Train.Tracks, model.Card.Validation!.Tracks));
        Assert.Equal(
            await File.ReadAllBytesAsync(_host.Folder["local/toy/1/weights.safetensors"]),
            await File.ReadAllBytesAsync(Path.Combine(_host.Models.FolderOf("toy", 1), "weights.safetensors")));
    }

    [Fact]
    public async Task A_track_that_is_another_one_here_is_reported_and_left_out()
    {
        await File.WriteAllBytesAsync(_host.Folder["mine/music/low/low.0.wav"], ToyGenres.Track("high"));
        var result = await TrainByServiceAsync();
        Assert.Equal(0, result.ExitCode);
        var problem = Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("music/low/low.0.wav: ", problem, StringComparison.Ordinal);
        Assert.Contains("SHA-256", problem, StringComparison.Ordinal);
        var card = Assert.Single(_host.Models.List());
        Assert.Equal(9, card.Train.Tracks + card.Validation!.Tracks);
    }

    [Fact]
    public async Task A_list_that_cannot_be_used_ends_the_command_with_one_line()
    {
        File.Delete(_host.Folder["data/music/low/low.1.wav"]);
        (await TrainByServiceAsync()).FailsWith(1, "there is no file 'music/low/low.1.wav' under the data root");

        File.Delete(_host.Folder["mine/music/low/low.0.wav"]);
        (await TrainByServiceAsync()).FailsWith(1, "tracks.csv' lists 'music/low/low.0.wav', which must be readable on this machine");

        File.Delete(_host.Folder["mine/tracks.csv"]);
        (await TrainByServiceAsync()).FailsWith(1, "There is no file");
        Assert.Empty(_host.Models.List());
    }

    [Fact]
    public async Task A_service_searches_a_grid_and_calibrates_by_parts_as_the_program_itself_does()
    {
        Spectrograms.Write(_host.Folder["data"], "a", 6, "high", "low");
        Spectrograms.Write(_host.Folder["data"], "b", 8, "high", "low");
        await File.WriteAllTextAsync(_host.Folder["mine/grid.json"], """{ "classifier.parameters.neighbors": [1, 6] }""");
        await File.WriteAllTextAsync(_host.Folder["mine/nearest.json"], """
            { "name": "nearest", "features": { "feature": "log-mel", "melBands": 32 }, "classifier": { "kind": "nearest-neighbors" } }
            """);
        string[] training =
        [
            "train", "--recipe", _host.Folder["mine/nearest.json"], "--model", "toy", "--hold-out", "0", "--cross-calibrate", "--grid",
                _host.Folder["mine/grid.json"],
            "--folds", "3", "--spectrograms", _host.Folder["data/a.npy"], _host.Folder["data/b.npy"], "--labels",
                _host.Folder["data/a.csv"], _host.Folder["data/b.csv"],
        ];

        var here = (await CommandLine.RunAsync([.. training, "--models", _host.Folder["local"], "--threads", "1"])).Succeeds().OutputLines;
        var there = (await CommandLine.RunAsync([.. training, "--server", _host.Address])).Succeeds().OutputLines;

        Assert.Contains(there, line => line.EndsWith("classifier.parameters.neighbors 6", StringComparison.Ordinal));
        Assert.Contains(there, line => line.StartsWith("b.npy, by the others: temperature", StringComparison.Ordinal));
        Assert.Subset(here.ToHashSet(StringComparer.Ordinal),
            there.Where(line => !line.StartsWith("toy/1", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal));
        var (local, served) = (new ModelRepository(_host.Folder["local"]).List().Single(), _host.Models.List().Single());
        Assert.Equal(local.Metrics, served.Metrics);
        Assert.Equal(local.Calibration!.Temperature, served.Calibration!.Temperature);
        Assert.Equal(14, served.Calibration.Tracks);
    }

    private Task<CliResult> TrainByServiceAsync() => TrainAsync("--server", _host.Address);

    private Task<CliResult> TrainAsync(params string[] options) => CommandLine.RunAsync(
    [
        "train", "--recipe", _host.Folder["mine/toy.json"], "--data", _host.Folder["mine/tracks.csv"], "--model", "toy", "--epochs", "2",
            "--hold-out", "0.4", .. options,
    ]);

    private Task WriteListAsync()
    {
        var music = new DirectoryInfo(_host.Folder["mine/music"]);
        var tracks = music.EnumerateFiles("*.wav", SearchOption.AllDirectories)
            .Select(file => $"music/{file.Directory!.Name}/{file.Name},{file.Directory.Name}");
        return File.WriteAllLinesAsync(_host.Folder["mine/tracks.csv"], tracks.Prepend("path,genre"));
    }
}
