using System.Diagnostics;

namespace MicroGenre.Testing;

/// <summary>
/// Runs a program with a tiny file system mounted over a folder, in a separate mount namespace, so nothing else is affected.
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

    /// <summary><see langword="true"/> if the system allows users to create mount namespaces.</summary>
    public static bool IsPossible { get; } = OperatingSystem.IsLinux() && Succeeds(Run("/tmp", "64k", ["true"]));

    /// <summary>
    /// Returns how to run a command with <paramref name="folder"/> on a disk of <paramref name="size"/>. The files that the command leaves
    /// there are printed.
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

/// <summary>A test that needs a tiny disk. It is skipped, with the reason, if the system cannot create one.</summary>
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
