using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace MicroGenre.Benchmarks.Networks;

/// <summary>
/// The process that trains the same network with PyTorch. It waits while this side trains, so that both meet the same machine in turn.
/// </summary>
internal sealed class NetworkPeer : IDisposable
{
    private const string Interpreter = "/usr/bin/python3";
    private readonly Process? _process;

    /// <summary>Starts the process on the case in a folder; without PyTorch it answers nothing.</summary>
    public NetworkPeer(string folder, int threads)
    {
        if (!File.Exists(Interpreter))
        {
            return;
        }

        var start = new ProcessStartInfo(
            Interpreter, [Path.Combine(AppContext.BaseDirectory, "peers", "network_peer.py"), folder, $"{threads}"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var library in new[] { "OMP", "OPENBLAS", "MKL" })
        {
            start.Environment[$"{library}_NUM_THREADS"] = $"{threads}";
        }

        _process = Process.Start(start)!;
        var versions = JsonSerializer.Deserialize<Dictionary<string, string>>(_process.StandardOutput.ReadLine() ?? "{}")!;
        Version = versions.GetValueOrDefault("torch");
    }

    /// <summary>The version of PyTorch, or <see langword="null"/> where it is not installed.</summary>
    public string? Version { get; }

    /// <summary>The processor time of an epoch, in milliseconds.</summary>
    public double? TrainEpoch()
    {
        if (_process is null || Version is null)
        {
            return null;
        }

        _process.StandardInput.WriteLine();
        _process.StandardInput.Flush();
        return double.TryParse(_process.StandardOutput.ReadLine(), CultureInfo.InvariantCulture, out var milliseconds)
            ? milliseconds
            : throw new InvalidOperationException("The peer could not train an epoch.");
    }

    public void Dispose()
    {
        if (_process is not null)
        {
            _process.StandardInput.Close();
            _process.WaitForExit();
            _process.Dispose();
        }
    }
}
