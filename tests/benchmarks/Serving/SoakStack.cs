using System.Globalization;
using MicroGenre.Testing;

namespace MicroGenre.Benchmarks.Serving;

/// <summary>What a soak asks: Redis, FeatureExtraction and two replicas of Inference, each a process of its own.</summary>
internal sealed class SoakStack : IAsyncDisposable
{
    private const int ServerCore = 0;
    private const string Model = "statistics";

    // More than come while a replica hangs, so that it finds those it has just seen.
    private const int KeptVersions = 20;

    private readonly string _models;
    private readonly int _redisPort;
    private PinnedProcess _redis;

    private SoakStack(string models, int redisPort, PinnedProcess redis, ServiceProcess features, ServiceProcess first,
        ServiceProcess second) =>
        (_models, _redisPort, _redis, Features, First, Second) = (models, redisPort, redis, features, first, second);

    public ServiceProcess Features { get; }

    /// <summary>The replica that hangs now and then, and lives from the beginning to the end.</summary>
    public ServiceProcess First { get; }

    /// <summary>The replica that is killed and started again.</summary>
    public ServiceProcess Second { get; }

    /// <summary>The newest version of the model.</summary>
    public int Version { get; private set; } = 1;

    /// <summary>Starts all of it.</summary>
    /// <param name="folder">Where models are.</param>
    /// <param name="data">Where tracks are.</param>
    public static async Task<SoakStack> StartAsync(TemporaryFolder folder, string data)
    {
        var models = ServingBenchmark.ModelsIn(folder);
        var redisPort = Ports.Free();
        var redis = StartRedis(redisPort);
        var features = await ServiceProcess.StartAsync("MicroGenre.FeatureExtraction", ServerCore,
            ("MICROGENRE_DATA", data), ("ConnectionStrings:cache", $"127.0.0.1:{redisPort}"));
        (string, string)[] settings =
        [
            ("MICROGENRE_MODELS", models), ("MICROGENRE_DATA", data), ("Inference:DefaultModel", Model),
            ("services:feature-extraction:grpc:0", features.Address),
        ];
        var first = await ServiceProcess.StartAsync("MicroGenre.Inference", ServerCore, settings);
        var second = await ServiceProcess.StartAsync("MicroGenre.Inference", ServerCore, settings);
        return new SoakStack(models, redisPort, redis, features, first, second);
    }

    /// <summary>Gives the model another version, which appears whole, and takes away the oldest of many.</summary>
    public void SwapModel()
    {
        var hidden = Directory.CreateDirectory(FolderOf($".{++Version}")).FullName;
        foreach (var file in Directory.GetFiles(FolderOf($"{Math.Max(1, Version - 1)}")))
        {
            File.Copy(file, Path.Combine(hidden, Path.GetFileName(file)));
        }

        Directory.Move(hidden, FolderOf(Version.ToString(CultureInfo.InvariantCulture)));
        if (Version > KeptVersions)
        {
            Directory.Delete(FolderOf($"{Version - KeptVersions}"), recursive: true);
        }
    }

    /// <summary>Kills Redis and starts another in its place, with nothing in it.</summary>
    public async Task ReplaceRedisAsync()
    {
        await _redis.DisposeAsync();
        _redis = StartRedis(_redisPort);
    }

    public async ValueTask DisposeAsync()
    {
        await First.DisposeAsync();
        await Second.DisposeAsync();
        await Features.DisposeAsync();
        await _redis.DisposeAsync();
    }

    private static PinnedProcess StartRedis(int port) =>
        new(ServerCore, ["redis-server", "--port", $"{port}", "--save", "", "--bind", "127.0.0.1"]);

    private string FolderOf(string version) => Path.Combine(_models, Model, version);
}
