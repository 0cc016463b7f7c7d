using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using MicroGenre.Testing;

namespace StandIns.Hosting.Tests;

/// <summary>The sample host as a process of its own.</summary>
internal sealed class HostProcess : IDisposable
{
    private readonly TemporaryFolder events = new();
    private readonly ConcurrentQueue<string> lines = new();
    private readonly Process process;

    private HostProcess(params string[] arguments)
    {
        process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", [typeof(Projects.SampleHost_AppHost).Assembly.Location, .. arguments])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { ["EVENTS_FOLDER"] = events.Path },
            },
        };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => process.Id;

    /// <summary>Where the services leave word of their start and stop.</summary>
    public string EventsFolder => events.Path;

    public string Output => string.Join('\n', lines);

    public static HostProcess Start(params string[] arguments) => new(arguments);

    /// <summary>Returns when the last service has started.</summary>
    public Task RunsAsync(TimeSpan limit) => Eventually.HoldsAsync(() => File.Exists(Path.Combine(EventsFolder, "front started")), limit, $"the host runs; it wrote:\n{Output}");

    public Task WritesAsync(string text, TimeSpan limit) => Eventually.HoldsAsync(() => Output.Contains(text, StringComparison.Ordinal), limit, $"the host writes '{text}'");

    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{process.Id}"]);
        kill.WaitForExit();
    }

    public async Task<int> ExitCodeAsync(TimeSpan limit)
    {
        await Eventually.HoldsAsync(() => process.HasExited, limit, "the host ends");
        return process.ExitCode;
    }

    /// <summary>The names of the running processes, other than the host itself, that have the host's environment.</summary>
    public List<string> Descendants()
    {
        var mark = Encoding.UTF8.GetBytes($"EVENTS_FOLDER={EventsFolder}\0");
        return [.. Process.GetProcesses().Where(other => other.Id != process.Id && EnvironmentOf(other).AsSpan().IndexOf(mark) >= 0).Select(other => other.ProcessName)];
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }

        process.Dispose();
        events.Dispose();
    }

    private static byte[] EnvironmentOf(Process process)
    {
        try
        {
            return File.ReadAllBytes($"/proc/{process.Id}/environ");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            lines.Enqueue(line);
        }
    }
}
