using Microsoft.Extensions.Configuration;

namespace Aspire.AppHost;

/// <summary>A Redis resource and its connection string.</summary>
internal sealed record Cache(IResourceBuilder<IResource> Server, IResourceBuilder<IResourceWithConnectionString> Connection);

/// <summary>Adds the cache.</summary>
internal static class CacheExtensions
{
    private const string ConnectionName = "cache";
    private static readonly TimeSpan PullLimit = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Adds Redis according to the setting <c>Cache</c>: <c>auto</c> (the default) uses what the machine offers; <c>container</c>,
    /// <c>process</c> and <c>none</c> force a choice. It prints the choice in one line. Without Redis, services cache in memory.
    /// </summary>
    /// <returns>The cache; <see langword="null"/> if there is none.</returns>
    /// <exception cref="DistributedApplicationException">The setting has another value, or the machine does not support it.</exception>
    public static Cache? AddCache(this IDistributedApplicationBuilder builder, string name)
    {
        var setting = builder.Configuration.GetValue("Cache", "auto");
        var runtime = setting.ToUpperInvariant() switch
        {
            "AUTO" => RedisRuntime.Find(PullLimit),
            "CONTAINER" => Required(RedisHost.Container, RedisRuntime.FindContainer(PullLimit)),
            "PROCESS" => Required(RedisHost.Process, RedisRuntime.FindServer("Cache=process")),
            "NONE" => new RedisRuntime(RedisHost.None, null, "Cache=none: features are cached in memory."),
            _ => throw new DistributedApplicationException($"Cache={setting} is not valid: use auto, container, process or none."),
        };
        Console.WriteLine(runtime.Reason);
        return runtime.Host switch
        {
            RedisHost.Container => builder.AddRedisContainer(name, runtime.Engine!),
            RedisHost.Process => builder.AddRedisProcess(name),
            _ => null,
        };
    }

    /// <summary>Connects a service to the cache, if there is one.</summary>
    public static IResourceBuilder<ProjectResource> WithCache(this IResourceBuilder<ProjectResource> service, Cache? cache) =>
        cache is null ? service : service.WithReference(cache.Connection, ConnectionName).WaitFor(cache.Server);

    private static RedisRuntime Required(RedisHost wanted, RedisRuntime found) => found.Host == wanted
        ? found
        : throw new DistributedApplicationException(
            $"Cache={wanted.ToString().ToLowerInvariant()} is not available: {found.Reason.TrimEnd('.')}.");

    private static Cache AddRedisContainer(this IDistributedApplicationBuilder builder, string name, string engine)
    {
        builder.Configuration["DcpPublisher:ContainerRuntime"] ??= engine;
        var container = builder.AddRedis(name).WithImage(RedisRuntime.ImageName, RedisRuntime.ImageTag)
            .WithImageRegistry(RedisRuntime.Registry);
        return new Cache(container, builder.AddConnectionString(ConnectionName, ReferenceExpression.Create($"{container}")));
    }

    private static Cache AddRedisProcess(this IDistributedApplicationBuilder builder, string name)
    {
        string[] arguments = ["--bind", "127.0.0.1", "--save", "", "--loglevel", "warning", "--set-proc-title", "no"];
        var process = builder.AddExecutable(name, RedisRuntime.Server, Path.GetTempPath(), arguments)
            .WithEndpoint("tcp", endpoint => endpoint.TargetHost = "127.0.0.1");
        var port = process.GetEndpoint("tcp");
        process.WithArgs("--port", port.Property(EndpointProperty.TargetPort));
        return new Cache(process, builder.AddConnectionString(
            ConnectionName, ReferenceExpression.Create($"127.0.0.1:{port.Property(EndpointProperty.Port)}")));
    }
}
