using System.Diagnostics;
using System.Globalization;

namespace MicroGenre.Testing;

/// <summary>Sends signals to processes, as a shell or a container runtime does.</summary>
public static class Signals
{
    // Bit n − 1 of the mask is signal n.
    private const ulong Interrupt = 1 << 1;

    /// <summary>Sends a signal.</summary>
    /// <param name="process">The process to send it to.</param>
    /// <param name="name">Its name without SIG: <c>INT</c>, <c>TERM</c>, <c>STOP</c> …</param>
    /// <exception cref="InvalidOperationException">The process ignores Ctrl-C, since the shell that the tests were started from does, as
    /// in background jobs of scripts. The process is killed, since its test cannot go on.</exception>
    public static void Signal(this Process process, string name)
    {
        ArgumentNullException.ThrowIfNull(process);
        if (name == "INT" && (Ignored(process.Id) & Interrupt) != 0)
        {
            process.Kill(entireProcessTree: true);
            throw new InvalidOperationException(
                "SIGINT is ignored here: run the tests in the foreground, not as a background job of a script.");
        }

        using var kill = Process.Start("kill", [$"-{name}", $"{process.Id}"]);
        kill.WaitForExit();
    }

    // Linux alone says which signals a process ignores.
    private static ulong Ignored(int process)
    {
        var status = $"/proc/{process}/status";
        const string Label = "SigIgn:";
        return !File.Exists(status) ? 0 : File.ReadLines(status).Where(line => line.StartsWith(Label, StringComparison.Ordinal))
            .Select(line => ulong.Parse(line.AsSpan(Label.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture)).Single();
    }
}
