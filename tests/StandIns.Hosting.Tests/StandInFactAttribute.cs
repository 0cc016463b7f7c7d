using MicroGenre.Testing;

namespace StandIns.Hosting.Tests;

/// <summary>A test of what the real package shows in its dashboard and the stand-in on the console.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class StandInFactAttribute : FactAttribute
{
    public StandInFactAttribute() => Skip = StandInPackages.Include("Aspire.Hosting.Testing") ? null : "the real package has a dashboard for this";
}
