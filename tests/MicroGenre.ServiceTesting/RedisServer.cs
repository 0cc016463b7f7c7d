using System.Diagnostics;
using Aspire.AppHost;
using DotNet.Testcontainers.Configurations;
using MicroGenre.Testing;
using Testcontainers.Redis;

namespace MicroGenre.ServiceTesting;

/// <summary>
/// A Redis server for one test. It keeps its address when it is stopped and started. It runs in a container if a container engine
/// answers, otherwise as the local <c>redis-server</c>. It starts empty and leaves nothing behind.
/// </summary>
public abstract class RedisServer : IAsyncDisposable
{
    /// <summary>The server's port on this machine.</summary>
    public int Port { get; } = Ports.Free();

    /// <summary>The connection string for clients.</summary>
    public string ConnectionString => $"127.0.0.1:{Port},connectTimeout=500";

    /// <summary>The reason why no container can run; <see langword="null"/> if one can.</summary>
    public static string? NoContainers => RedisFactAttribute.Runtime.Host != RedisHost.Container
        ? RedisFactAttribute.Runtime.Reason
        : TestcontainersSettings.OS.DockerEndpointAuthConfig is null ? "Testcontainers finds no Docker API" : null;

    /// <summary>Creates a server of the kind that the machine offers, without starting it.</summary>
    public static RedisServer Create() => NoContainers is null ? new ContainedRedis() : new LocalRedis();

    /// <summary>Starts the server and waits until it answers.</summary>
    public abstract Task StartAsync();

    /// <summary>Stops the server, so that connections are refused.</summary>
    public abstract Task StopAsync();

    /// <summary>Pauses the server, so that it accepts connections and answers nothing.</summary>
    public abstract Task PauseAsync();

    /// <summary>Resumes the server.</summary>
    public abstract Task UnpauseAsync();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await DisposeCoreAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends the server, whatever its state.</summary>
    protected abstract ValueTask DisposeCoreAsync();
}

/// <summary>Redis in a container, run by Testcontainers.</summary>
public sealed class ContainedRedis : RedisServer
{
    private readonly RedisContainer _container;

    /// <summary>Creates a container without starting it.</summary>
    public ContainedRedis() => _container = new RedisBuilder(RedisRuntime.Image).WithPortBinding(Port, RedisBuilder.RedisPort).Build();

    /// <inheritdoc />
    public override Task StartAsync() => _container.StartAsync();

    /// <inheritdoc />
    public override Task StopAsync() => _container.StopAsync();

    /// <inheritdoc />
    public override Task PauseAsync() => _container.PauseAsync();

    /// <inheritdoc />
    public override Task UnpauseAsync() => _container.UnpauseAsync();

    /// <inheritdoc />
    protected override ValueTask DisposeCoreAsync() => _container.DisposeAsync();
}

/// <summary>The local <c>redis-server</c>.</summary>
public sealed class LocalRedis : RedisServer
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private Process? _process;

    /// <inheritdoc />
    public override async Task StartAsync()
    {
        _process = Process.Start(new ProcessStartInfo(
            RedisRuntime.Server,
                ["--port", $"{Port}", "--bind", "127.0.0.1", "--save", "", "--loglevel", "warning", "--dir", Path.GetTempPath()])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        _process.BeginOutputReadLine();
        await Eventually.HoldsAsync(AnswersAsync, Limit, $"{RedisRuntime.Server} answers at port {Port}");
    }

    /// <inheritdoc />
    public override async Task StopAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    /// <inheritdoc />
    public override Task PauseAsync() => Task.Run(() => _process!.Signal("STOP"));

    /// <inheritdoc />
    public override Task UnpauseAsync() => Task.Run(() => _process!.Signal("CONT"));

    /// <inheritdoc />
    protected override async ValueTask DisposeCoreAsync() => await StopAsync();

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var client = new System.Net.Sockets.TcpClient();
            await client.ConnectAsync(System.Net.IPAddress.Loopback, Port);
            await client.GetStream().WriteAsync("PING\r\n"u8.ToArray());
            using var reader = new StreamReader(client.GetStream());
            return await reader.ReadLineAsync() is "+PONG";
        }
        catch (Exception failure) when (failure is System.Net.Sockets.SocketException or IOException)
        {
            return false;
        }
    }
}
