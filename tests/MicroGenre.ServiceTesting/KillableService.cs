using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Grpc.Net.Client;
using MicroGenre.Testing;

namespace MicroGenre.ServiceTesting;

/// <summary>Runs a service in its own process, which can be killed.</summary>
public sealed partial class KillableService : IAsyncDisposable
{
    /// <summary>The address that services listen at: one of its own tells the port for gRPC from the other in the first lines of the
    /// log.</summary>
    public const string Host = "127.0.0.2";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    private readonly Process _process;

    private KillableService(Process process, string address) =>
        (_process, Channel) = (process, GrpcChannel.ForAddress(address));

    /// <summary>A channel to the service.</summary>
    public GrpcChannel Channel { get; }

    /// <summary>The process id.</summary>
    public int Id => _process.Id;

    /// <summary>Starts a service and waits until it accepts calls.</summary>
    /// <param name="project">The service's project, such as <c>MicroGenre.Training</c>.</param>
    /// <param name="environment">Environment variables of the process.</param>
    /// <param name="wrap">Wraps the service's command in another command; <see langword="null"/> to run it directly.</param>
    public static async Task<KillableService> StartAsync(
        string project, IReadOnlyDictionary<string, string> environment, Func<string[], ProcessStartInfo>? wrap = null)
    {
        var program = BuiltProgram.PathOf(project, $"{project}.dll");
        string[] command = ["dotnet", program];
        var start = wrap?.Invoke(command) ?? new ProcessStartInfo(command[0], command[1..]);
        (start.WorkingDirectory, start.UseShellExecute, start.RedirectStandardOutput) = (Path.GetDirectoryName(program), false, true);
        start.Environment["Kestrel__Endpoints__grpc__Url"] = $"http://{Host}:0";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        var address = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var log = new StringBuilder();
        process.OutputDataReceived += (_, line) =>
        {
            if (!address.Task.IsCompleted)
            {
                log.AppendLine(line.Data);
            }

            if (line.Data is null)
            {
                address.TrySetException(new InvalidOperationException($"The service ended before it listened: {log}"));
            }
            else if (Listening().Match(line.Data) is { Success: true } match)
            {
                address.TrySetResult(match.Value);
            }
        };
        process.BeginOutputReadLine();
        return new KillableService(process, await address.Task.WaitAsync(Limit));
    }

    /// <summary>Kills the process without warning, as a power failure would.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await KillAsync();
        _process.Dispose();
    }

    [GeneratedRegex(@"http://127\.0\.0\.2:[1-9]\d*", RegexOptions.NonBacktracking)]
    private static partial Regex Listening();
}
