using Aspire.AppHost;

namespace MicroGenre.Testing;

/// <summary>
/// A test that needs Redis, which runs as a container or as a local process. Skipped, with the reason, where neither can run.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RedisFactAttribute : FactAttribute
{
    private static readonly TimeSpan PullLimit = TimeSpan.FromMinutes(1);
    private static readonly Lazy<RedisRuntime> Found = new(() => RedisRuntime.Find(PullLimit));

    /// <summary>A test that takes what the machine offers.</summary>
    public RedisFactAttribute() => Skip = Runtime.Host == RedisHost.None ? Runtime.Reason : null;

    /// <summary>What runs Redis for tests on this machine.</summary>
    internal static RedisRuntime Runtime => Found.Value;
}
