using System.Diagnostics;
using MicroGenre.Drawing;
using MicroGenre.Learning;
using MicroGenre.Testing;

namespace MicroGenre.Cli.Tests;

[Collection(TrainedModelTests.Name)]
public sealed class TrainTests(TrainedModelFixture trained) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Training_says_every_epochs_loss_and_accuracy_and_how_to_go_on()
    {
        var result = trained.Training.Succeeds();

        Assert.Equal(12, result.OutputLines.Count(line => line.StartsWith("epoch ", StringComparison.Ordinal)));
        Assert.Matches(@"epoch 12/12  loss \d+\.\d+  accuracy +\d+\.\d %   validation loss \d+\.\d+  accuracy +\d+\.\d %", result.Output);
        Assert.Matches(@"tones/1 trained in 0:\d\d:\d\d: training accuracy \d+\.\d %, validation accuracy \d+\.\d %", result.Output);
        Assert.Contains("microgenre classify FILE --model tones", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trained_model_is_listed()
    {
        var lines = (await WarmCli.RunAsync("models", "--models", trained.Models)).Succeeds().Output;
        Assert.Contains("tones/1", lines, StringComparison.Ordinal);
        var json = Assert.Single((await WarmCli.RunAsync("models", "--json", "--models", trained.Models)).Succeeds().JsonLines);
        Assert.Equal("tones/1", json.GetProperty("model").GetString());
        Assert.Equal(["high", "low"], json.GetProperty("labels").EnumerateArray().Select(label => label.GetString()!));
    }

    [Fact]
    public async Task Spectrograms_train_and_evaluate_as_audio_does()
    {
        Spectrograms.Write(_folder.Path, "train", 12, "high", "low");
        Spectrograms.Write(_folder.Path, "valid", 6, "high", "low");
        var result = await WarmCli.RunAsync(
            "train", "--threads", "1", "--recipe", trained.RecipeFile, "--model", "drawn", "--models", _folder["models"], "--json",
            "--spectrograms", _folder["train.npy"], "--labels", _folder["train.csv"],
            "--validation-spectrograms", _folder["valid.npy"], "--validation-labels", _folder["valid.csv"]);
        var card = Assert.Single(result.Succeeds().JsonLines);
        Assert.Equal("drawn/1", card.GetProperty("model").GetString());
        Assert.Equal(12, card.GetProperty("tracks").GetInt32());

        var evaluation = await WarmCli.RunAsync(
            "evaluate", "--model", "drawn", "--models", _folder["models"], "--json", "--spectrograms", _folder["valid.npy"], "--labels",
                _folder["valid.csv"]);
        var report = Assert.Single(evaluation.Succeeds().JsonLines);
        Assert.Equal(6, report.GetProperty("tracks").GetInt32());
        Assert.Equal(card.GetProperty("metrics").GetProperty("validationAccuracy").GetDouble(), report.GetProperty("accuracy").GetDouble());
        Assert.Equal(2, report.GetProperty("confusion").GetArrayLength());
        Assert.Equal(3, report.GetProperty("per_genre").GetProperty("high").GetProperty("tracks").GetInt32());
    }

    [Fact]
    public async Task Pictures_of_GTZAN_as_they_come_from_Kaggle_train_and_evaluate_and_audio_is_refused()
    {
        foreach (var (genre, shade) in new[] { ("blues", (byte)40), ("rock", (byte)200) })
        {
            Directory.CreateDirectory(_folder[$"images_original/{genre}"]);
            for (var i = 0; i < 8; i++)
            {
                var pixels = new byte[288 * 432 * 3];
                new Random(i).NextBytes(pixels);
                File.WriteAllBytes(_folder[$"images_original/{genre}/{genre}{i:D5}.png"],
                    Png.Encode(432, 288, 3, Array.ConvertAll(pixels, pixel => (byte)(shade + (pixel / 8)))));
            }
        }

        var result = await WarmCli.RunAsync(
            "train", "--threads", "1", "--recipe", "lenet-pictures", "--epochs", "4", "--model", "pictures", "--models",
            _folder["models"], "--json", "--data", _folder["images_original"], "--hold-out", "0.25");
        Assert.Equal(12, Assert.Single(result.Succeeds().JsonLines).GetProperty("tracks").GetInt32());

        var evaluation = await WarmCli.RunAsync(
            "evaluate", "--model", "pictures", "--models", _folder["models"], "--json", "--data", _folder["images_original"]);
        Assert.Equal(16, Assert.Single(evaluation.Succeeds().JsonLines).GetProperty("tracks").GetInt32());

        var other = await WarmCli.RunAsync(
            "train", "--recipe", "segments-svm-whole", "--model", "other", "--models", _folder["models"], "--data",
            _folder["images_original"]);
        other.FailsWith(1, "has pictures and no audio");
    }

    [Fact]
    public async Task A_grid_is_searched_and_its_best_candidate_trained()
    {
        Spectrograms.Write(_folder.Path, "train", 12, "high", "low");
        await File.WriteAllTextAsync(_folder["grid.json"], """{ "classifier.parameters.neighbors": [1, 12] }""");
        await File.WriteAllTextAsync(_folder["nearest.json"], """
            { "name": "nearest", "features": { "feature": "log-mel", "melBands": 32 }, "classifier": { "kind": "nearest-neighbors" } }
            """);
        string[] training =
        [
            "--recipe", _folder["nearest.json"], "--spectrograms", _folder["train.npy"], "--labels", _folder["train.csv"], "--hold-out",
                "0",
        ];
        string[] grid = ["--grid", _folder["grid.json"]];

        var output = (await TrainAsync([.. training, .. grid, "--folds", "3"])).Succeeds().OutputLines;
        Assert.Contains("100.0 % ± 0.0   classifier.parameters.neighbors 1", output);
        Assert.Contains(output, line => line.EndsWith("classifier.parameters.neighbors 12", StringComparison.Ordinal));
        var card = Assert.Single((await TrainAsync([.. training, .. grid, "--json"])).Succeeds().JsonLines);
        Assert.Equal(1, card.GetProperty("metrics").GetProperty("gridAccuracy").GetDouble());
        Assert.Contains("\"neighbors\": 1", await File.ReadAllTextAsync(Path.Combine(_folder["models"], "m", "1", "model.json")),
            StringComparison.Ordinal);

        (await TrainAsync([.. training, .. grid, "--folds", "13"])).FailsWith(1, "Cannot split 12 tracks into 13 folds");
        (await TrainAsync([.. training, .. grid, "--folds", "1"])).FailsWith(2, "--folds");
        (await TrainAsync([.. training, "--grid", _folder["missing.json"]])).FailsWith(2, "There is no file");
    }

    [Fact]
    public async Task A_model_of_all_tracks_is_calibrated_by_models_of_a_part()
    {
        Spectrograms.Write(_folder.Path, "a", 6, "high", "low");
        Spectrograms.Write(_folder.Path, "b", 8, "high", "low");
        var result = await WarmCli.RunAsync(
            "train", "--threads", "1", "--recipe", trained.RecipeFile, "--epochs", "2", "--model", "all", "--models", _folder["models"],
            "--hold-out", "0", "--cross-calibrate",
            "--spectrograms", _folder["a.npy"], _folder["b.npy"], "--labels", _folder["a.csv"], _folder["b.csv"]);

        Assert.Matches(@"b\.npy, by the others: temperature \d+\.\d\d, calibration error \d\.\d\d\d before and \d\.\d\d\d after",
            result.Succeeds().Output);
        var card = new ModelRepository(_folder["models"]).List().Single();
        Assert.Equal((14, 14), (card.Train.Tracks, card.Calibration!.Tracks));
        Assert.Equal(14, card.Confusion!.Sum(row => row.Sum()));
        Assert.Equal(card.Metrics["crossAccuracy"], card.Confusion!.Select((row, genre) => row[genre]).Sum() / 14.0, 9);
    }

    [Fact]
    public async Task The_hop_of_spectrograms_is_told_once_and_stands_in_the_card()
    {
        Spectrograms.Write(_folder.Path, "a", 6, "high", "low");
        await File.WriteAllTextAsync(_folder["sparse.json"], """
            {
              "name": "sparse",
              "features": { "feature": "log-mel", "hopLength": 1711, "melBands": 32 },
              "classifier": { "kind": "nearest-neighbors", "parameters": { "neighbors": 1 } }
            }
            """);
        string[] train = ["train", "--recipe", _folder["sparse.json"], "--models", _folder["models"], "--hold-out", "0",
            "--spectrograms", _folder["a.npy"], "--labels", _folder["a.csv"]];

        Assert.Contains("do not say how far apart their frames are", (await Cli.RunAsync([.. train, "--model", "silent"])).Output);
        Assert.DoesNotContain("how far apart",
            (await Cli.RunAsync([.. train, "--model", "told", "--hop-length", "512"])).Output, StringComparison.Ordinal);
        var cards = new ModelRepository(_folder["models"]);
        Assert.Equal((1711, (int?)null), HopsOf("silent"));
        Assert.Equal((512, (int?)512), HopsOf("told"));
        (await Cli.RunAsync("evaluate", "--model", "told", "--models", _folder["models"], "--spectrograms", _folder["a.npy"],
            "--labels", _folder["a.csv"], "--hop-length", "1024")).FailsWith(1, "The tracks have a hop of 1024 samples at 22050 Hz, but");
        (await Cli.RunAsync([.. train, "--model", "m", "--sample-rate", "22050"])).FailsWith(2, "--sample-rate needs --hop-length");

        (int Recipe, int? Data) HopsOf(string model) =>
            cards.List().Single(card => card.Name == model) is var card
                ? (card.Recipe.Features.HopLength, card.Train.Timing?.HopLength) : default;
    }

    [Fact]
    public async Task A_broken_track_is_skipped_and_reported()
    {
        foreach (var genre in new[] { "high", "low" })
        {
            Directory.CreateDirectory(Path.Combine(_folder["music"], genre));
            File.Copy(Path.Combine(trained.Music, genre, $"{genre}.0.wav"), Path.Combine(_folder["music"], genre, "good.wav"));
        }

        await File.WriteAllTextAsync(Path.Combine(_folder["music"], "low", "broken.wav"), "text");
        var training = await WarmCli.RunAsync(
            "train", "--threads", "1", "--recipe", trained.RecipeFile, "--epochs", "1", "--data", _folder["music"], "--model", "m",
            "--models", _folder["models"]);
        Assert.Equal(0, training.ExitCode);
        Assert.Contains("low/broken.wav", Assert.Single(training.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal);

        var evaluation = await WarmCli.RunAsync(
            "evaluate", "--data", _folder["music"], "--model", "m", "--models", _folder["models"], "--json");
        Assert.Equal("low/broken.wav", Assert.Single(evaluation.JsonLines).GetProperty("skipped")[0].GetProperty("track").GetString());
    }

    [Fact]
    public async Task A_report_for_people_has_the_figures_the_genres_and_the_confusions()
    {
        var output =
            (await WarmCli.RunAsync("evaluate", "--data", trained.Music, "--model", TrainedModelFixture.Model, "--models", trained.Models))
                .Succeeds().Output;

        Assert.Contains("tones/1 on 12 tracks", output, StringComparison.Ordinal);
        Assert.Matches(@"accuracy +\d+\.\d %  \(95 % interval \d+\.\d % to \d+\.\d %\)", output);
        Assert.Contains("confusion: rows are actual genres", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_suite_leaves_its_report_and_its_results_and_is_done_at_once_the_second_time()
    {
        string[] suite = ["evaluate", "--suite", "classic-table2", "--data", trained.Music, "--report", _folder["report"]];
        var first = (await WarmCli.RunAsync(suite)).Succeeds();
        Assert.Contains(first.OutputLines, line => line.StartsWith("SVM, full songs ", StringComparison.Ordinal));
        Assert.True(File.Exists(Path.Combine(_folder["report"], "classic-table2.md")));
        Assert.True(File.Exists(Path.Combine(_folder["report"], "classic-table2.html")));

        var results = Directory.GetFiles(Path.Combine(_folder["report"], "results")).Select(File.GetLastWriteTimeUtc).Max();
        var second = (await WarmCli.RunAsync(suite)).Succeeds();
        Assert.Matches("^30 runs to compute, about .* s\\.$", first.OutputLines[0]);
        Assert.Equal("Nothing to compute (30 are kept).", second.OutputLines[0]);
        Assert.Equal(first.OutputLines.Skip(1), second.OutputLines.Skip(1));
        Assert.Equal(results, Directory.GetFiles(Path.Combine(_folder["report"], "results")).Select(File.GetLastWriteTimeUtc).Max());
    }

    [Fact]
    public async Task Data_that_is_not_there_or_empty_and_unknown_recipes_fail()
    {
        (await TrainAsync("--recipe", "nonesuch", "--data", trained.Music)).FailsWith(1, "There is no recipe 'nonesuch'");
        (await TrainAsync("--recipe", trained.RecipeFile, "--data", _folder.Path)).FailsWith(1, "There is no audio in");
        (await TrainAsync("--recipe", trained.RecipeFile, "--data", _folder["missing"])).FailsWith(1, "There is no folder");
        (await TrainAsync("--recipe", trained.RecipeFile, "--spectrograms", _folder["x.npy"], "--labels", _folder["x.csv"]))
            .FailsWith(1, "There is no file");
        (await TrainAsync("--recipe", trained.RecipeFile, "--data", trained.Music, "--device", "gpu"))
            .FailsWith(1, "'gpu' is not a device: use cpu, cuda or cuda:1");
        (await TrainAsync("--recipe", trained.RecipeFile, "--data", trained.Music, "--initial-weights", _folder["x.safetensors"]))
            .FailsWith(1, "training.initialWeights: there is no file");
    }

    [TinyDiskFact]
    public async Task A_full_disk_fails_with_one_line_and_leaves_no_half_model()
    {
        Directory.CreateDirectory(_folder["disk"]);
        string[] training =
        [
            "train", "--threads", "1", "--recipe", trained.RecipeFile, "--epochs", "1", "--data", trained.Music, "--model", "m",
            "--models", _folder["disk"],
        ];
        var result = await Cli.RunAsync(TinyDisk.Run(_folder["disk"], "16k", [BuiltProgram.CommandLine, .. training]), null);

        result.FailsWith(1, "No space left on device");
        Assert.Contains(_folder["disk"], result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("left behind: ", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupted_training_ends_with_130_and_leaves_no_half_model()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var process = Cli.Start(new ProcessStartInfo(BuiltProgram.CommandLine,
            ["train", "--threads", "1", "--recipe", trained.RecipeFile, "--epochs", "100000", "--data", trained.Music, "--model", "m",
                "--models", _folder["models"]]));
        while (await process.StandardOutput.ReadLineAsync() is { } line && !line.StartsWith("epoch ", StringComparison.Ordinal))
        {
        }

        process.Signal("INT");
        (await Cli.FinishAsync(process)).FailsWith(130, "interrupted");
        Assert.Empty(Directory.EnumerateFiles(_folder["models"], "model.json", SearchOption.AllDirectories));
    }

    private Task<CliResult> TrainAsync(params string[] arguments) =>
        WarmCli.RunAsync(["train", "--model", "m", "--models", _folder["models"], .. arguments]);
}
