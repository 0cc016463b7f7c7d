using System.Diagnostics;
using System.Text.RegularExpressions;
using Grpc.Net.Client;
using MicroGenre.Contracts;
using MicroGenre.Serving.Data;
using MicroGenre.Testing;

namespace MicroGenre.Collecting.Tests;

/// <summary>A Collecting service as a process of its own, one silo of a cluster, which can be killed.</summary>
internal sealed partial class SiloProcess : IAsyncDisposable
{
    // An address of its own tells the port for gRPC from the other in the first lines of the log.
    private const string Host = "127.0.0.2";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly GrpcChannel _channel;

    private SiloProcess(Process process, string address)
    {
        _process = process;
        _channel = GrpcChannel.ForAddress(address);
        Client = new Collector.CollectorClient(_channel);
    }

    public Collector.CollectorClient Client { get; }

    /// <summary>Starts a silo, and returns when it takes calls.</summary>
    /// <param name="redis">The Redis by which silos find each other.</param>
    /// <param name="music">The data root.</param>
    /// <param name="library">The folder of the library's file.</param>
    public static async Task<SiloProcess> StartAsync(string redis, string music, string library)
    {
        var program = BuiltProgram.PathOf("MicroGenre.Collecting", "MicroGenre.Collecting.dll");
        var start = new ProcessStartInfo("dotnet", [program])
        {
            WorkingDirectory = Path.GetDirectoryName(program),
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        start.Environment["Kestrel__Endpoints__grpc__Url"] = $"http://{Host}:0";
        start.Environment["ConnectionStrings__cluster"] = redis;
        start.Environment["Collecting__Folder"] = library;
        start.Environment["Collecting__Threads"] = "1";
        start.Environment["Collecting__ProgressInterval"] = "00:00:00.05";
        start.Environment[DataRoot.Setting] = music;
        start.Environment[ModelFolder.Setting] = Repository.PathOf("models");
        var process = Process.Start(start)!;
        var address = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null)
            {
                address.TrySetException(new InvalidOperationException("The service ended before it listened."));
            }
            else if (Listening().Match(line.Data) is { Success: true } match)
            {
                address.TrySetResult(match.Value);
            }
        };
        process.BeginOutputReadLine();
        return new SiloProcess(process, await address.Task.WaitAsync(Limit));
    }

    /// <summary>Ends the process as a power failure does: it is not asked.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await KillAsync();
        _process.Dispose();
    }

    [GeneratedRegex(@"http://127\.0\.0\.2:[1-9]\d*", RegexOptions.NonBacktracking)]
    private static partial Regex Listening();
}
