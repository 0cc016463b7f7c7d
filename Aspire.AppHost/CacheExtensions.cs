using System.ComponentModel;
using System.Diagnostics;

namespace Aspire.AppHost;

/// <summary>A running Redis, and how to reach it.</summary>
internal sealed record Cache(IResourceBuilder<IResource> Server, IResourceBuilder<IResourceWithConnectionString> Connection);

/// <summary>Adds the cache by what the machine offers: a container, a local process, or none.</summary>
internal static class CacheExtensions
{
    private const string ConnectionName = "cache";
    private const string RedisProgram = "redis-server";

    /// <summary>Adds Redis, or nothing on a machine that can run none: services then cache in their own memory.</summary>
    public static Cache? AddCache(this IDistributedApplicationBuilder builder, string name)
    {
        if (AnswersQuickly("docker", "info") || AnswersQuickly("podman", "info"))
        {
            var container = builder.AddRedis(name);
            return new Cache(container, builder.AddConnectionString(ConnectionName, ReferenceExpression.Create($"{container}")));
        }

        if (!AnswersQuickly(RedisProgram, "--version"))
        {
            Console.WriteLine("No container runtime answers and there is no redis-server: features are cached in memory.");
            return null;
        }

        Console.WriteLine("No container runtime answers: Redis runs as a local process.");
        var process = builder.AddExecutable(name, RedisProgram, Path.GetTempPath(), "--bind", "127.0.0.1", "--save", "", "--loglevel", "warning", "--set-proc-title", "no")
            .WithEndpoint("tcp", endpoint => endpoint.TargetHost = "127.0.0.1");
        var port = process.GetEndpoint("tcp");
        process.WithArgs("--port", port.Property(EndpointProperty.TargetPort));
        return new Cache(process, builder.AddConnectionString(ConnectionName, ReferenceExpression.Create($"127.0.0.1:{port.Property(EndpointProperty.Port)}")));
    }

    /// <summary>Lets a service use the cache, if there is one.</summary>
    public static IResourceBuilder<ProjectResource> WithCache(this IResourceBuilder<ProjectResource> service, Cache? cache) =>
        cache is null ? service : service.WithReference(cache.Connection, ConnectionName).WaitFor(cache.Server);

    private static bool AnswersQuickly(string program, string argument)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, argument) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false });
            process!.OutputDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            return process.WaitForExit(TimeSpan.FromSeconds(10)) && process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
