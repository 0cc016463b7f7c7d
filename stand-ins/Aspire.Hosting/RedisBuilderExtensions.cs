using Aspire.Hosting.ApplicationModel;
using StandIns.Processes;

namespace Aspire.Hosting;

/// <summary>Adds Redis servers.</summary>
public static class RedisBuilderExtensions
{
    /// <summary>Adds a Redis server: where the real package runs a container, a <c>redis-server</c> that keeps nothing on disk.</summary>
    public static IResourceBuilder<RedisResource> AddRedis(this IDistributedApplicationBuilder builder, string name, int? port = null)
    {
        var redis = builder.AddResource(new RedisResource(name)).WithEndpoint(port, name: "tcp");
        var endpoint = redis.Resource.PrimaryEndpoint;
        endpoint.EndpointAnnotation.TargetHost = "127.0.0.1";
        return redis
            .WithAnnotation(new ProgramAnnotation("redis-server", builder.AppHostDirectory))
            .WithAnnotation(new ArgumentsAnnotation(["--port", endpoint.Property(EndpointProperty.TargetPort), "--bind", endpoint.Host, "--save", "", "--set-proc-title", "no"]))
            .WithAnnotation(new HealthAnnotation(async cancellationToken =>
                await RedisPing.AnswersAsync(endpoint.Host, endpoint.Port, cancellationToken) ? null : "Redis does not answer"));
    }
}
