using MicroGenre.OtlpCollector;
using MicroGenre.Testing;

namespace MicroGenre.Integration.Tests;

/// <summary>A running system that has trained a model, for several tests.</summary>
public sealed class TrainedSystem : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder folder = new();

    internal Collector Telemetry { get; private set; } = null!;

    internal RunningSystem System { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Music.WriteDataSet(Directory.CreateDirectory(folder["music"]).FullName);
        Telemetry = await Collector.StartAsync();
        System = await RunningSystem.StartAsync(folder, Telemetry);
        await System.TrainAsync();
    }

    public async Task DisposeAsync()
    {
        await System.DisposeAsync();
        await Telemetry.DisposeAsync();
    }

    public void Dispose() => folder.Dispose();
}
