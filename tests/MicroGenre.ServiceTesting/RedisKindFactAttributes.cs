using Aspire.AppHost;

namespace MicroGenre.ServiceTesting;

/// <summary>A test of Redis in a container. It is skipped, with the reason, if no container engine can run it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ContainedRedisFactAttribute : FactAttribute
{
    /// <summary>Creates the attribute and checks whether a container can run.</summary>
    public ContainedRedisFactAttribute() => Skip = RedisServer.NoContainers;
}

/// <summary>A test of the local <c>redis-server</c>. It is skipped, with the reason, if the program is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LocalRedisFactAttribute : FactAttribute
{
    private static readonly RedisRuntime Local = RedisRuntime.FindServer("This test asks for a local process");

    /// <summary>Creates the attribute and checks whether the program is installed.</summary>
    public LocalRedisFactAttribute() => Skip = Local.Host == RedisHost.None ? Local.Reason : null;
}
