using System.Diagnostics;
using MicroGenre.Testing;

namespace MicroGenre.Cli.Tests;

/// <summary>A training that is killed without warning, and told to go on, ends with the weights of one that was left alone.</summary>
public sealed class KilledTrainingTests : IDisposable
{
    private const string Network = """{ "kind": "lstm-features", "parameters": { "units": 8, "dropout": 0.3 } }""";
    private const string Training =
        """{ "epochs": 25, "batchSize": 4, "optimizer": { "kind": "adamW", "learningRate": 0.01 }, "schedule": { "kind": "oneCycle" } }""";

    // A run that was done before the blow fell has no checkpoint any more, and does not count.
    private const int Attempts = 20;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <param name="classifier">What is trained.</param>
    /// <param name="training">How.</param>
    /// <param name="checkpoint">The checkpoint, below the run's folder, at whose second appearance the run is killed.</param>
    [Theory]
    [InlineData(
        """{ "kind": "cnn2d", "parameters": { "channels": [8, 8, 8], "dropout": 0.3 } }""",
        """{ "epochs": 40, "batchSize": 4, "earlyStopping": { "patience": 30 }, "optimizer": { "kind": "sgd", "learningRate": 0.01 }, "augmentation": { "gainDecibels": 4, "timeMask": 4 } }""",
        ".")]
    [InlineData(
        $$"""
        { "kind": "ensemble", "parameters": { "members": [
            { "classifier": { "kind": "deep-features", "parameters": { "network": {{Network}}, "learner": { "kind": "rbf-svm" } } }, "training": {{Training}} },
            { "classifier": { "kind": "genre-tree", "parameters": { "classifier": {{Network}}, "root":
                { "name": "all", "branches": [ { "name": "rest", "branches": [ { "name": "high" }, { "name": "mid" } ] }, { "name": "low" } ] } } }, "training": {{Training}} }
        ] } }
        """,
        "{}",
        "2/rest")]
    [InlineData(
        """
        { "kind": "calm", "parameters": {
            "convolutions": { "maps": 4, "pools": [[2, 2], [2, 2]] },
            "autoencoder": { "encoder": [8, 4], "decoder": [8], "embedding": 4 },
            "autoencoderTraining": { "epochs": 25, "batchSize": 4, "optimizer": { "kind": "adam", "learningRate": 0.01 } },
            "head": { "kind": "clustering-augmented", "parameters": { "epochs": 10 } } } }
        """,
        """{ "epochs": 3, "batchSize": 4, "optimizer": { "kind": "adam", "learningRate": 0.01 } }""",
        "autoencoder")]
    public async Task A_killed_run_goes_on_to_the_same_weights(string classifier, string training, string checkpoint)
    {
        Spectrograms.Write(_folder.Path, "train", 24, "high", "mid", "low");
        File.WriteAllText(_folder["recipe.json"], $$"""
            {
              "name": "tiny",
              "features": { "feature": "log-mel", "melBands": 32 },
              "input": { "cropFrames": 32, "predictionFrames": 48 },
              "classifier": {{classifier}},
              "training": {{training}}
            }
            """);
        var undisturbed = Cli.RunAsync(Train("undisturbed"));
        var killed = await KillAsync(checkpoint);
        (await undisturbed).Succeeds();

        (await Cli.RunAsync([.. Train(killed), "--resume"])).Succeeds();
        Assert.Equal(WeightsOf("undisturbed"), WeightsOf(killed));
        Assert.Empty(Directory.EnumerateFiles(CheckpointOf(killed), "*", SearchOption.AllDirectories));
    }

    /// <summary>Starts runs until one was killed before it was done, and gives its model's name.</summary>
    private async Task<string> KillAsync(string checkpoint)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var model = $"killed-{attempt}";
            var file = Path.Combine(CheckpointOf(model), checkpoint, "checkpoint.safetensors");
            using var process = Cli.Start(new ProcessStartInfo(BuiltProgram.CommandLine, Train(model)));
            var first = await WrittenAsync(process, file, after: default);
            await WrittenAsync(process, file, after: first);
            process.Kill();
            await Cli.FinishAsync(process);
            if (File.Exists(file))
            {
                return model;
            }
        }

        throw new TimeoutException($"{Attempts} runs were done before they could be killed.");
    }

    // When the file was last written, once that is later than before, or the process has ended.
    private static async Task<DateTime> WrittenAsync(Process process, string file, DateTime after)
    {
        var clock = Stopwatch.StartNew();
        while (!process.HasExited)
        {
            if (File.Exists(file) && File.GetLastWriteTimeUtc(file) is var written && written > after)
            {
                return written;
            }

            Assert.True(clock.Elapsed < Limit, $"no checkpoint within {Limit}");
            await Task.Delay(1);
        }

        return after;
    }

    private string CheckpointOf(string model) => Path.Combine(_folder["models"], model, "checkpoint");

    private byte[] WeightsOf(string model) => File.ReadAllBytes(Path.Combine(_folder["models"], model, "1", "weights.safetensors"));

    private string[] Train(string model) =>
    [
        "train", "--recipe", _folder["recipe.json"], "--model", model, "--models", _folder["models"], "--threads", "1",
        "--spectrograms", _folder["train.npy"], "--labels", _folder["train.csv"],
    ];
}
