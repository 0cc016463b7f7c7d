using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;

namespace MicroGenre.Testing;

/// <summary>Runs the AppHost in its own process, as <c>microgenre up</c> does.</summary>
public sealed class HostProcess : IDisposable
{
    private const string Mark = "MICROGENRE_TEST_HOST";
    private readonly string mark = Guid.NewGuid().ToString("N");
    private readonly ConcurrentQueue<string> lines = new();
    private readonly Process process;

    private HostProcess(string? path, string[] arguments)
    {
        process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", [BuiltProgram.PathOf("Aspire.AppHost", "Aspire.AppHost.dll"), .. arguments])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = Repository.PathOf("Aspire.AppHost"),
                Environment = { [Mark] = mark },
            },
        };
        if (path is not null)
        {
            process.StartInfo.Environment["PATH"] = $"{path}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";
        }

        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The process id of the host.</summary>
    public int Id => process.Id;

    /// <summary>The host's output so far.</summary>
    public string Output => string.Join('\n', lines);

    /// <summary>Starts a host on random ports.</summary>
    public static HostProcess Start() => new(null, ["--DcpPublisher:RandomizePorts=true"]);

    /// <summary>Starts a host.</summary>
    /// <param name="path">A folder that is put first on the path.</param>
    /// <param name="arguments">Arguments of the host.</param>
    public static HostProcess Start(string? path, params string[] arguments) => new(path, arguments);

    /// <summary>Waits until the host has written a text.</summary>
    public async Task WritesAsync(string text, TimeSpan limit)
    {
        try
        {
            await Eventually.HoldsAsync(() => Output.Contains(text, StringComparison.Ordinal), limit, $"the host writes '{text}'");
        }
        catch (TimeoutException timeout)
        {
            throw new TimeoutException($"{timeout.Message}. It wrote:\n{Output}", timeout);
        }
    }

    /// <summary>Waits until the host has started a program.</summary>
    public Task RunsAsync(string program, TimeSpan limit) =>
        Eventually.HoldsAsync(() => Descendants().Contains(program), limit, $"'{program}' runs");

    /// <summary>Sends a signal to the host.</summary>
    public void Signal(string name) => process.Signal(name);

    /// <summary>Waits until the host has exited, and returns its exit code.</summary>
    public async Task<int> ExitCodeAsync(TimeSpan limit)
    {
        await Eventually.HoldsAsync(() => process.HasExited, limit, "the host ends");
        // Also read its last lines.
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    /// <summary>The names of the running processes that the host started, found by its environment variables.</summary>
    public List<string> Descendants() => [.. Processes().Select(descendant => descendant.ProcessName)];

    /// <summary>The ids of the host's processes whose name begins with a text.</summary>
    public IReadOnlyList<int> IdsOf(string name) =>
        [.. Processes().Where(descendant => descendant.ProcessName.StartsWith(name, StringComparison.Ordinal))
            .Select(descendant => descendant.Id)];

    /// <summary>Kills the host's processes whose name begins with a text.</summary>
    public void Kill(string name)
    {
        foreach (var descendant in Processes().Where(descendant => descendant.ProcessName.StartsWith(name, StringComparison.Ordinal)))
        {
            descendant.Kill();
        }
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }

        process.Dispose();
    }

    private IEnumerable<Process> Processes()
    {
        var variable = Encoding.UTF8.GetBytes($"{Mark}={mark}\0");
        return Process.GetProcesses().Where(other => other.Id != process.Id && EnvironmentOf(other).AsSpan().IndexOf(variable) >= 0);
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
