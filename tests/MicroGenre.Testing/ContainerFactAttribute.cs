using System.ComponentModel;
using System.Diagnostics;

namespace MicroGenre.Testing;

/// <summary>
/// A test that starts containers by Testcontainers. On a full package feed it is skipped, with the reason, where no container
/// runtime answers; on a partial one a local process takes the container's place.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ContainerFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> RuntimeAnswers = new(AskDocker);

    public ContainerFactAttribute()
    {
        if (AppContext.GetData("MicroGenre.PackageFeed") is "full" && !RuntimeAnswers.Value)
        {
            Skip = "needs a container runtime";
        }
    }

    private static bool AskDocker()
    {
        try
        {
            using var docker = Process.Start(new ProcessStartInfo("docker", ["info"])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            });
            docker!.StandardOutput.ReadToEnd();
            docker.WaitForExit();
            return docker.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
