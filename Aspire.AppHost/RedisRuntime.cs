using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Aspire.AppHost;

/// <summary>How Redis is run.</summary>
internal enum RedisHost
{
    /// <summary>Redis is not available.</summary>
    None,

    /// <summary>In a container.</summary>
    Container,

    /// <summary>As a local <c>redis-server</c> process.</summary>
    Process,
}

/// <summary>How Redis runs on this machine, and why.</summary>
/// <param name="Host">How it is run.</param>
/// <param name="Engine">The command of the container engine, if Redis runs in a container.</param>
/// <param name="Reason">A line for the user.</param>
internal sealed partial record RedisRuntime(RedisHost Host, string? Engine, string Reason)
{
    /// <summary>The registry of the image.</summary>
    public const string Registry = "docker.io";

    /// <summary>The image's name in the registry.</summary>
    public const string ImageName = "library/redis";

    /// <summary>The image's tag.</summary>
    public const string ImageTag = "8.2";

    /// <summary>The command of the local server.</summary>
    public const string Server = "redis-server";

    private static readonly string[] Engines = ["docker", "podman"];
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);

    /// <summary>The full name of the image.</summary>
    public static string Image => $"{Registry}/{ImageName}:{ImageTag}";

    /// <summary>
    /// Finds a way to run Redis: a container engine that has the image or can pull it in time, otherwise a local server, otherwise none. A
    /// running engine may be unable to pull images, for example without access to a registry.
    /// </summary>
    /// <param name="pullLimit">Time limit for pulling the image.</param>
    public static RedisRuntime Find(TimeSpan pullLimit)
    {
        var container = FindContainer(pullLimit);
        return container.Host == RedisHost.Container ? container : FindServer(container.Reason);
    }

    /// <summary>Finds a container engine that can run Redis; <see cref="RedisHost.None"/>, with the reason, if there is none.</summary>
    /// <param name="pullLimit">Time limit for pulling the image.</param>
    public static RedisRuntime FindContainer(TimeSpan pullLimit)
    {
        string[] answering = [.. Engines.Where(Answers)];
        var able = Array.Find(answering, engine => Succeeds(engine, AnswerLimit, "image", "inspect", Image))
            ?? Array.Find(answering, engine => Succeeds(engine, pullLimit, "pull", "--quiet", Image));
        return able is not null
            ? new RedisRuntime(RedisHost.Container, able, $"Redis runs in a container of {able}.")
            : new RedisRuntime(RedisHost.None, null, answering.Length == 0
                ? "No container engine answers"
                : $"{string.Join(" and ", answering)} cannot get the image {Image} within {pullLimit.TotalSeconds:0} s");
    }

    /// <summary>Finds a local server; <see cref="RedisHost.None"/> if there is none.</summary>
    /// <param name="why">Why Redis does not run in a container.</param>
    public static RedisRuntime FindServer(string why) => Succeeds(Server, AnswerLimit, "--version")
        ? new RedisRuntime(RedisHost.Process, null, $"{why}: Redis runs as a local process.")
        : new RedisRuntime(RedisHost.None, null, $"{why}, and there is no {Server}: features are cached in memory.");

    /// <summary>
    /// Whether an engine answers. Docker's client talks to an older engine only with a matching API version; the version set here also
    /// applies to Aspire.
    /// </summary>
    private static bool Answers(string engine)
    {
        if (Succeeds(engine, AnswerLimit, out var error, "info"))
        {
            return true;
        }

        if (OfferedVersion().Match(error) is not { Success: true } offered)
        {
            return false;
        }

        Environment.SetEnvironmentVariable("DOCKER_API_VERSION", offered.Groups["version"].Value);
        return Succeeds(engine, AnswerLimit, "info");
    }

    [GeneratedRegex(@"[Mm]aximum supported API version is (?<version>[0-9.]+[0-9])", RegexOptions.NonBacktracking)]
    private static partial Regex OfferedVersion();

    private static bool Succeeds(string program, TimeSpan limit, params string[] arguments) => Succeeds(program, limit, out _, arguments);

    private static bool Succeeds(string program, TimeSpan limit, out string error, params string[] arguments)
    {
        var errors = new ConcurrentQueue<string?>();
        error = "";
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            })!;
            process.StandardInput.Close();
            process.OutputDataReceived += static (_, _) => { };
            process.ErrorDataReceived += (_, line) => errors.Enqueue(line.Data);
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            if (process.WaitForExit(limit))
            {
                // Until the last line has been read.
                process.WaitForExit();
                error = string.Join(' ', errors);
                return process.ExitCode == 0;
            }

            process.Kill(entireProcessTree: true);
            return false;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
