using System.Diagnostics;
using System.Runtime.InteropServices;

namespace StandIns.Processes;

/// <summary>What a process is started with.</summary>
internal sealed record LocalProcessStart(string FileName, IReadOnlyList<string> Arguments)
{
    public string WorkingDirectory { get; init; } = Environment.CurrentDirectory;

    /// <summary>Added to this process's own environment.</summary>
    public IReadOnlyDictionary<string, string> EnvironmentVariables { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Receives every line that the process writes to its output or error stream.</summary>
    public Action<string> OnLine { get; init; } = static _ => { };
}

/// <summary>
/// A program in a session of its own: Ctrl-C at the terminal does not reach it, and neither it nor anything it started
/// outlives this process, however this process ends.
/// </summary>
internal sealed partial class LocalProcess : IAsyncDisposable
{
    // The program replaces the shell, so its id and exit code are its own. Beside it, in the same process group, waits a
    // guard for the end of a pipe that only this process holds open; that comes when this process ends, and the guard then
    // ends the whole group. Other shells than bash drop variables with dashes in their names.
    private const string GuardedStart =
        """exec 3<&0; { read -r _ <&3; kill -s KILL -- -$$; } >/dev/null 2>&1 & exec "$@" 3<&- </dev/null""";

    private readonly Process process;

    private LocalProcess(Process process) => this.process = process;

    public int Id => process.Id;

    /// <summary>Ends with the exit code once the program has ended and all its output was read.</summary>
    public Task<int> Exited { get; private set; } = Task.FromResult(0);

    /// <exception cref="FileNotFoundException">There is no such program.</exception>
    public static LocalProcess Start(LocalProcessStart start)
    {
        var program = FindProgram(start.FileName) ?? throw new FileNotFoundException($"No program '{start.FileName}' here", start.FileName);
        var info = new ProcessStartInfo("setsid", ["bash", "-c", GuardedStart, "bash", program, .. start.Arguments])
        {
            UseShellExecute = false,
            WorkingDirectory = start.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in start.EnvironmentVariables)
        {
            info.Environment[name] = value;
        }

        var started = new LocalProcess(new Process { StartInfo = info, EnableRaisingEvents = true });
        DataReceivedEventHandler forward = (_, line) =>
        {
            if (line.Data is not null)
            {
                start.OnLine(line.Data);
            }
        };
        started.process.OutputDataReceived += forward;
        started.process.ErrorDataReceived += forward;
        // What the program leaves behind would also keep its output streams open.
        started.process.Exited += (_, _) => started.SignalGroup(Signals.Kill);
        started.process.Start();
        started.process.BeginOutputReadLine();
        started.process.BeginErrorReadLine();
        started.Exited = started.WaitAsync();
        return started;
    }

    /// <summary>The full path of a program given by path or by name on PATH, or <see langword="null"/>.</summary>
    public static string? FindProgram(string name) =>
        name.Contains('/', StringComparison.Ordinal)
            ? Path.GetFullPath(name) is var path && File.Exists(path) ? path : null
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>Stops the program from running on, until <see cref="Resume"/>.</summary>
    public void Pause() => SignalGroup(Signals.Stop);

    public void Resume() => SignalGroup(Signals.Continue);

    /// <summary>Asks the program to end, and ends it by force after <paramref name="limit"/>.</summary>
    public async Task StopAsync(TimeSpan limit)
    {
        if (!Exited.IsCompleted)
        {
            Resume();
            Signal(process.Id, Signals.Terminate);
            await Task.WhenAny(Exited, Task.Delay(limit));
            SignalGroup(Signals.Kill);
        }

        await Exited;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.Zero);
        process.Dispose();
    }

    private async Task<int> WaitAsync()
    {
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private void SignalGroup(int signal) => Signal(-process.Id, signal);

    /// <summary>A process that has ended meanwhile needs no signal any more, so failures are of no interest.</summary>
    private static void Signal(int processOrGroup, int signal) => _ = Kill(processOrGroup, signal);

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Kill(int processOrGroup, int signal);

    private static class Signals
    {
        public const int Kill = 9;
        public const int Terminate = 15;
        public const int Continue = 18;
        public const int Stop = 19;
    }
}
