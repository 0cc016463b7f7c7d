using MicroGenre.Contracts;
using MicroGenre.ServiceTesting;
using MicroGenre.Serving.Data;
using MicroGenre.Testing;

namespace MicroGenre.Training.Tests;

/// <summary>The Training service as a process of its own, which can be killed.</summary>
internal sealed class TrainerProcess : IAsyncDisposable
{
    private readonly KillableService _process;

    private TrainerProcess(KillableService process) => (_process, Client) = (process, new Trainer.TrainerClient(process.Channel));

    public Trainer.TrainerClient Client { get; }

    /// <summary>Starts the service.</summary>
    /// <param name="data">The data root.</param>
    /// <param name="models">The model repository.</param>
    /// <param name="disk">The size of a disk of its own that the repository lies on, such as <c>512k</c>; <see langword="null"/> for the
    /// usual one.</param>
    public static async Task<TrainerProcess> StartAsync(string data, string models, string? disk = null)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [DataRoot.Setting] = data,
            [ModelFolder.Setting] = models,
            ["Training__Threads"] = "1",
        };
        return new TrainerProcess(await KillableService.StartAsync(
            "MicroGenre.Training", settings, disk is null ? null : command => TinyDisk.Run(models, disk, command)));
    }

    /// <summary>A path as the process sees it, which may have a disk of its own.</summary>
    public string Seen(string path) => $"/proc/{_process.Id}/root{path}";

    /// <inheritdoc cref="KillableService.KillAsync"/>
    public Task KillAsync() => _process.KillAsync();

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
