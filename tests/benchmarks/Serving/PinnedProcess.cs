using System.Collections.Concurrent;
using System.Diagnostics;
using MicroGenre.Testing;

namespace MicroGenre.Benchmarks.Serving;

/// <summary>A program that runs on one processor core only, from its very start, so that its runtime counts on one.</summary>
internal sealed class PinnedProcess : IAsyncDisposable
{
    private const int LastLines = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>Starts a program.</summary>
    /// <param name="core">The core, counted from 0.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="settings">Variables of its environment.</param>
    public PinnedProcess(int core, IEnumerable<string> command, IReadOnlyDictionary<string, string>? settings = null)
    {
        var start = new ProcessStartInfo("taskset", ["-c", $"{core}", .. command])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The command that runs a program of this solution.</summary>
    /// <param name="project">Its project, which was built with this one.</param>
    public static IEnumerable<string> Program(string project) => ["dotnet", BuiltProgram.PathOf(project, $"{project}.dll")];

    /// <summary>The processor time that it has used, in seconds.</summary>
    public double ProcessorSeconds
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime.TotalSeconds;
        }
    }

    /// <summary>The memory that it holds, in MiB.</summary>
    public double MemoryMebibytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / (1024.0 * 1024);
        }
    }

    /// <summary>Its exit code, once it has ended.</summary>
    public int? ExitCode => _process.HasExited ? _process.ExitCode : null;

    /// <summary>Returns when something holds of it, asking again and again.</summary>
    /// <exception cref="InvalidOperationException">It ended, or it took too long; the message holds its last lines.</exception>
    public async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (var clock = Stopwatch.StartNew(); !await condition(); await Task.Delay(50))
        {
            if (_process.HasExited || clock.Elapsed > Patience)
            {
                throw new InvalidOperationException(
                    $"{_process.StartInfo.ArgumentList[2]} did not become ready: {string.Join(Environment.NewLine, _lines)}");
            }
        }
    }

    /// <summary>Runs it to its end.</summary>
    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public async Task<string> OutputAsync()
    {
        await _process.WaitForExitAsync();
        var output = string.Join(Environment.NewLine, _lines);
        return _process.ExitCode == 0 ? output : throw new InvalidOperationException(output);
    }

    /// <summary>Ends it at once, as a crash would.</summary>
    public Task KillAsync()
    {
        _process.Kill();
        return _process.WaitForExitAsync();
    }

    /// <summary>Asks it to end (SIGTERM), and returns when it has.</summary>
    public async Task TerminateAsync()
    {
        _process.Signal("TERM");
        await _process.WaitForExitAsync();
    }

    /// <summary>Has it hang: it keeps its connections and does nothing.</summary>
    public Task FreezeAsync() => Task.Run(() => _process.Signal("STOP"));

    /// <summary>Has it go on.</summary>
    public Task ThawAsync() => Task.Run(() => _process.Signal("CONT"));

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is not null)
        {
            _lines.Enqueue(line.Data);
        }

        while (_lines.Count > LastLines)
        {
            _lines.TryDequeue(out _);
        }
    }
}
