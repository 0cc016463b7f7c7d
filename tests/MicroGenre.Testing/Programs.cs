using System.ComponentModel;
using System.Diagnostics;

namespace MicroGenre.Testing;

/// <summary>Knows what programs of the machine tests can count on.</summary>
internal static class Programs
{
    private static readonly Lazy<bool> Docker = new(() => Succeeds("docker", "info"));
    private static readonly Lazy<bool> Redis = new(() => Succeeds("redis-server", "--version"));

    /// <summary>Whether a container runtime answers.</summary>
    public static bool RunsContainers => Docker.Value;

    /// <summary>Whether there is a Redis server.</summary>
    public static bool RunsRedis => Redis.Value;

    private static bool Succeeds(string program, string argument)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, [argument])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            });
            process!.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
