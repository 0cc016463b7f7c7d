using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace MicroGenre.Benchmarks.Signal;

/// <summary>The process that times other libraries. It waits while this side measures, so that both meet the same machine in turn.</summary>
internal sealed class PythonPeer : IDisposable
{
    private const string Interpreter = "/usr/bin/python3";
    private readonly Process? _process;

    private PythonPeer(Process? process, IReadOnlyDictionary<string, string> versions)
    {
        _process = process;
        Versions = versions;
    }

    /// <summary>The libraries that are installed, with their versions.</summary>
    public IReadOnlyDictionary<string, string> Versions { get; }

    /// <summary>Starts the process on a WAV file; without Python there are no peers.</summary>
    public static PythonPeer Start(string wavPath)
    {
        if (!File.Exists(Interpreter))
        {
            return new PythonPeer(null, new Dictionary<string, string>());
        }

        var script = Path.Combine(AppContext.BaseDirectory, "peers", "signal_peer.py");
        var process = Process.Start(new ProcessStartInfo(Interpreter, [script, wavPath])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var found = process.StandardOutput.ReadLine();
        return new PythonPeer(process, found is null ? new() : JsonSerializer.Deserialize<Dictionary<string, string>>(found)!);
    }

    /// <summary>The least time of some repetitions, in milliseconds, or <see langword="null"/> where the library is not installed.</summary>
    public double? Measure(string operation, int hop, int repetitions)
    {
        if (!Versions.ContainsKey(operation[..operation.IndexOf('-', StringComparison.Ordinal)]) || _process is null)
        {
            return null;
        }

        _process.StandardInput.WriteLine($"{operation} {hop} {repetitions}");
        _process.StandardInput.Flush();
        return double.TryParse(_process.StandardOutput.ReadLine(), CultureInfo.InvariantCulture, out var milliseconds)
            ? milliseconds
            : throw new InvalidOperationException($"The peer could not measure {operation}.");
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
