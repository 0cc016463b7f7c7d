using MicroGenre.Testing;

namespace MicroGenre.Web.Tests;

/// <summary>A test that looks at the page in a browser; it is skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute() => Skip = Browser.Program is null ? "needs chromium" : null;
}

/// <summary>A test that looks at the page in a browser and needs Redis; it is skipped, with the reason, where either is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumAndRedisFactAttribute : FactAttribute
{
    public ChromiumAndRedisFactAttribute() => Skip = new ChromiumFactAttribute().Skip ?? new RedisFactAttribute().Skip;
}
