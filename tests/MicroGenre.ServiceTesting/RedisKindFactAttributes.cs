using Aspire.AppHost;

namespace MicroGenre.ServiceTesting;

/// <summary>A test of Redis in a container. Skipped, with the reason, where no container engine can run it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ContainedRedisFactAttribute : FactAttribute
{
    /// <summary>A test that asks whether a container can run.</summary>
    public ContainedRedisFactAttribute() => Skip = RedisServer.NoContainers;
}

/// <summary>A test of the machine's <c>redis-server</c>. Skipped, with the reason, where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LocalRedisFactAttribute : FactAttribute
{
    private static readonly RedisRuntime Local = RedisRuntime.FindServer("This test asks for a local process");

    /// <summary>A test that asks whether the program is installed.</summary>
    public LocalRedisFactAttribute() => Skip = Local.Host == RedisHost.None ? Local.Reason : null;
}
