namespace MicroGenre.Testing;

/// <summary>A test of a host with Redis, which runs as a container or as a local process. Skipped, with the reason, where there is neither.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RedisFactAttribute : FactAttribute
{
    public RedisFactAttribute() => Skip = Programs.RunsContainers || Programs.RunsRedis ? null : "needs a container runtime or redis-server";
}
