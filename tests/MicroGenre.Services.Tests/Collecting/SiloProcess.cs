using MicroGenre.Contracts;
using MicroGenre.ServiceTesting;
using MicroGenre.Serving.Data;
using MicroGenre.Testing;

namespace MicroGenre.Collecting.Tests;

/// <summary>A Collecting service as a process of its own, one silo of a cluster, which can be killed.</summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    private readonly KillableService _process;

    private SiloProcess(KillableService process) => (_process, Client) = (process, new Collector.CollectorClient(process.Channel));

    public Collector.CollectorClient Client { get; }

    /// <summary>Starts a silo, and returns when it takes calls.</summary>
    /// <param name="redis">The Redis by which silos find each other.</param>
    /// <param name="music">The data root.</param>
    /// <param name="library">The folder of the library's file.</param>
    public static async Task<SiloProcess> StartAsync(string redis, string music, string library) =>
        new(await KillableService.StartAsync("MicroGenre.Collecting", new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ConnectionStrings__cluster"] = redis,
            ["Collecting__Folder"] = library,
            ["Collecting__Threads"] = "1",
            ["Collecting__ProgressInterval"] = "00:00:00.05",
            [DataRoot.Setting] = music,
            [ModelFolder.Setting] = Repository.PathOf("models"),
        }));

    /// <inheritdoc cref="KillableService.KillAsync"/>
    public Task KillAsync() => _process.KillAsync();

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
