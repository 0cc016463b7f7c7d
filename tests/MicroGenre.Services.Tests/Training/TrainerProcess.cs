using System.Diagnostics;
using System.Text.RegularExpressions;
using Grpc.Net.Client;
using MicroGenre.Contracts;
using MicroGenre.Serving.Data;
using MicroGenre.Testing;

namespace MicroGenre.Training.Tests;

/// <summary>The Training service as a process of its own, which can be killed.</summary>
internal sealed partial class TrainerProcess : IAsyncDisposable
{
    // An address of its own tells the port for gRPC from the other in the first lines of the log.
    private const string Host = "127.0.0.2";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly GrpcChannel _channel;

    private TrainerProcess(Process process, string address)
    {
        _process = process;
        _channel = GrpcChannel.ForAddress(address);
        Client = new Trainer.TrainerClient(_channel);
    }

    public Trainer.TrainerClient Client { get; }

    /// <summary>Starts the service.</summary>
    /// <param name="data">The data root.</param>
    /// <param name="models">The model repository.</param>
    /// <param name="disk">The size of a disk of its own that the repository lies on, such as <c>512k</c>; <see langword="null"/> for the
    /// usual one.</param>
    public static async Task<TrainerProcess> StartAsync(string data, string models, string? disk = null)
    {
        var program = BuiltProgram.PathOf("MicroGenre.Training", "MicroGenre.Training.dll");
        string[] command = ["dotnet", program];
        var start = disk is null ? new ProcessStartInfo(command[0], command[1..]) : TinyDisk.Run(models, disk, command);
        (start.WorkingDirectory, start.UseShellExecute, start.RedirectStandardOutput) = (Path.GetDirectoryName(program), false, true);
        start.Environment["Kestrel__Endpoints__grpc__Url"] = $"http://{Host}:0";
        start.Environment[DataRoot.Setting] = data;
        start.Environment[ModelFolder.Setting] = models;
        start.Environment["Training__Threads"] = "1";
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
        return new TrainerProcess(process, await address.Task.WaitAsync(Limit));
    }

    /// <summary>A path as the process sees it, which may have a disk of its own.</summary>
    public string Seen(string path) => $"/proc/{_process.Id}/root{path}";

    /// <summary>Ends the process as a power failure does: it is not asked.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
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
