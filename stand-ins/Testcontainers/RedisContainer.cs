using StandIns.Processes;

namespace Testcontainers.Redis;

/// <summary>A Redis server with a data folder of its own, gone with the process that started it.</summary>
public sealed class RedisContainer : IAsyncDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    private readonly int? hostPort;
    private readonly string dataFolder = Directory.CreateTempSubdirectory("testcontainers-redis-").FullName;
    private LocalProcess? server;
    private ushort port;

    internal RedisContainer(int? hostPort) => this.hostPort = hostPort;

    public string Hostname { get; } = "127.0.0.1";

    private LocalProcess Running => server is { Exited.IsCompleted: false } ? server : throw new InvalidOperationException("The container is not running");

    public string GetConnectionString() => $"{Hostname}:{GetMappedPublicPort(RedisBuilder.RedisPort)}";

    public ushort GetMappedPublicPort(int containerPort) =>
        containerPort == RedisBuilder.RedisPort && Running is not null
            ? port
            : throw new InvalidOperationException($"Exposed port {containerPort} is not mapped");

    /// <summary>Starts the server, or starts it again with the data it had; returns when it answers.</summary>
    public async Task StartAsync(CancellationToken ct = default)
    {
        if (server is { Exited.IsCompleted: false })
        {
            return;
        }

        port = (ushort)(hostPort ?? FreePort.Next());
        var lastLine = "";
        server = LocalProcess.Start(new LocalProcessStart("redis-server", ["--port", $"{port}", "--bind", Hostname, "--dir", dataFolder])
        {
            OnLine = line => lastLine = line,
        });
        while (!await RedisPing.AnswersAsync(Hostname, port, ct))
        {
            if (server.Exited.IsCompleted)
            {
                throw new InvalidOperationException($"redis-server on port {port} ended with exit code {await server.Exited}: {lastLine}");
            }

            await Task.Delay(PollInterval, ct);
        }
    }

    /// <summary>Stops the server; its data stays for the next start.</summary>
    public async Task StopAsync(CancellationToken ct = default)
    {
        if (server is not null)
        {
            await server.StopAsync(StopLimit).WaitAsync(ct);
        }
    }

    /// <summary>Freezes the server: connections stay open, but nothing is answered.</summary>
    public Task PauseAsync(CancellationToken ct = default)
    {
        Running.Pause();
        return Task.CompletedTask;
    }

    public Task UnpauseAsync(CancellationToken ct = default)
    {
        Running.Resume();
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
        }

        if (Directory.Exists(dataFolder))
        {
            Directory.Delete(dataFolder, recursive: true);
        }
    }
}
