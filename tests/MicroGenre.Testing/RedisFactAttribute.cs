using Aspire.AppHost;

namespace MicroGenre.Testing;

/// <summary>
/// A test that needs Redis in a container or in a local process. It is skipped, with the reason, if neither can run.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RedisFactAttribute : FactAttribute
{
    private static readonly TimeSpan PullLimit = TimeSpan.FromMinutes(1);
    private static readonly Lazy<RedisRuntime> Found = new(() => RedisRuntime.Find(PullLimit));

    /// <summary>Creates the attribute; the test uses whatever the machine offers.</summary>
    public RedisFactAttribute() => Skip = Runtime.Host == RedisHost.None ? Runtime.Reason : null;

    /// <summary>The way in which tests run Redis on this machine.</summary>
    internal static RedisRuntime Runtime => Found.Value;
}
