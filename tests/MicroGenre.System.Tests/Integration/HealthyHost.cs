using MicroGenre.Testing;

namespace MicroGenre.Integration.Tests;

/// <summary>
/// A host whose resources are all healthy, at ports of its own, on a machine with a container engine that answers and has no images.
/// </summary>
public sealed class HealthyHost : IAsyncLifetime, IDisposable
{
    private static readonly string[] Parts =
    [
        "dashboard", "telemetry", "resources", "feature-extraction", "training", "inference", "segmenting", "evaluating", "collecting",
        "web",
    ];

    private readonly TemporaryFolder programs = new();

    /// <summary>The settings that move everything to free ports.</summary>
    public string[] Arguments { get; } = [.. Parts.Select(part => $"--Ports:{part}={Ports.Free()}")];

    internal HostProcess Host { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (OperatingSystem.IsLinux())
        {
            foreach (var engine in new[] { "docker", "podman" })
            {
                await File.WriteAllTextAsync(programs[engine], "#!/bin/sh\n[ \"$1\" = info ]\n");
                File.SetUnixFileMode(programs[engine], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            Host = HostProcess.Start(programs.Path, Arguments);
            await Host.WritesAsync("Everything is healthy", RunningSystem.Limit);
        }
    }

    public Task DisposeAsync()
    {
        Host?.Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => programs.Dispose();
}
