using MicroGenre.Testing;

namespace MicroGenre.Cli.Tests;

/// <summary>
/// Two "genres" of tones, high and low, and a tiny model of them that the program itself trained: enough to see every command at work.
/// </summary>
public sealed class TrainedModelFixture : IAsyncLifetime, IDisposable
{
    public const string Model = "tones";

    // Small enough to be trained in seconds; the two genres are told apart by pitch alone.
    private const string Recipe = """
        {
          "name": "tiny",
          "features": { "feature": "log-mel", "hopLength": 1024, "melBands": 32 },
          "input": { "cropFrames": 48, "predictionFrames": 64 },
          "classifier": { "kind": "cnn2d", "parameters": { "channels": [8, 8, 8, 8], "dropout": 0.0 } },
          "training": { "epochs": 12, "batchSize": 4, "optimizer": { "kind": "adamW", "learningRate": 0.01 } }
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public string Models => _folder["models"];

    public string Music => _folder["music"];

    public string RecipeFile => _folder["tiny.json"];

    public string HighTone => Path.Combine(Music, "high", "high.0.wav");

    public string LowTone => Path.Combine(Music, "low", "low.0.wav");

    internal CliResult Training { get; private set; } = new(0, "", "");

    public async Task InitializeAsync()
    {
        File.WriteAllText(RecipeFile, Recipe);
        for (var i = 0; i < 6; i++)
        {
            Tone("low", i, 150 + (25 * i));
            Tone("high", i, 3000 + (300 * i));
        }

        Training = await Cli.RunAsync(
            "train", "--threads", "1", "--recipe", RecipeFile, "--data", Music, "--model", Model, "--models", Models);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    private void Tone(string genre, int number, double frequency)
    {
        Directory.CreateDirectory(Path.Combine(Music, genre));
        WavFile.WriteTone(Path.Combine(Music, genre, $"{genre}.{number}.wav"), seconds: 4, frequency);
    }
}

[CollectionDefinition(Name)]
public sealed class TrainedModelTests : ICollectionFixture<TrainedModelFixture>
{
    public const string Name = "trained model";
}
