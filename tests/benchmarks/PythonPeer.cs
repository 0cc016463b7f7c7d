using System.Diagnostics;
using System.Text.Json;

namespace MicroGenre.Benchmarks;

/// <summary>
/// The process that times other libraries. It waits while this side measures, so that both meet the same machine in turn.
/// </summary>
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

    /// <summary>Starts a script of <c>peers/</c>; without Python there are no peers.</summary>
    /// <param name="script">The script's file name.</param>
    /// <param name="argument">The file or folder that it works on.</param>
    public static PythonPeer Start(string script, string argument)
    {
        if (!File.Exists(Interpreter))
        {
            return new PythonPeer(null, new Dictionary<string, string>());
        }

        var process = Process.Start(new ProcessStartInfo(Interpreter, [Path.Combine(AppContext.BaseDirectory, "peers", script), argument])
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

    /// <summary>The answer to a request, one line each.</summary>
    /// <exception cref="InvalidOperationException">There is no peer, or it has ended.</exception>
    public string Ask(string request)
    {
        if (_process is null)
        {
            throw new InvalidOperationException("There is no Python.");
        }

        _process.StandardInput.WriteLine(request);
        _process.StandardInput.Flush();
        return _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"The peer could not answer: {request}");
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
