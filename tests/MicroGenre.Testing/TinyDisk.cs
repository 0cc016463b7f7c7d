using System.Diagnostics;

namespace MicroGenre.Testing;

/// <summary>
/// Runs a program that sees a tiny file system in place of a folder, in a mount namespace of its own: nothing outside notices.
/// </summary>
public static class TinyDisk
{
    private const string Script = """
        mount -t tmpfs -o "size=$1" tmpfs "$0" || exit 99
        disk=$0; shift
        "$@"; code=$?
        find "$disk" -type f -printf 'left behind: %p\n'
        exit $code
        """;

    /// <summary>Whether this system lets its users do so.</summary>
    public static bool IsPossible { get; } = OperatingSystem.IsLinux() && Succeeds(Run("/tmp", "64k", ["true"]));

    /// <summary>
    /// How to run a command with <paramref name="folder"/> on a disk of <paramref name="size"/>; what files it leaves there is printed.
    /// </summary>
    public static ProcessStartInfo Run(string folder, string size, IEnumerable<string> command) =>
        new("unshare", ["--map-root-user", "--mount", "sh", "-c", Script, folder, size, .. command]);

    private static bool Succeeds(ProcessStartInfo start)
    {
        try
        {
            (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
            using var process = Process.Start(start)!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}

/// <summary>A test that needs a tiny disk; it is skipped, with the reason, where none can be made.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TinyDiskFactAttribute : FactAttribute
{
    public TinyDiskFactAttribute()
    {
        if (!TinyDisk.IsPossible)
        {
            Skip = "needs a system whose users may mount a file system in a namespace of their own";
        }
    }
}
