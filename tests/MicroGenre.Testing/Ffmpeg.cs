using System.Diagnostics;

namespace MicroGenre.Testing;

/// <summary>Makes audio in formats that only ffmpeg writes.</summary>
public static class Ffmpeg
{
    /// <summary>Runs ffmpeg.</summary>
    /// <exception cref="InvalidOperationException">ffmpeg failed.</exception>
    public static void Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("ffmpeg", ["-v", "error", "-nostdin", .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var complaint = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(complaint);
        }
    }
}
