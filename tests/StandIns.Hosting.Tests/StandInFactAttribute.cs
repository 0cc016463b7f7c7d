using MicroGenre.Testing;

namespace StandIns.Hosting.Tests;

/// <summary>A test of what the stand-in does and the real package does not, or elsewhere.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class StandInFactAttribute : FactAttribute
{
    public StandInFactAttribute(string reason = "the real package has a dashboard for this") =>
        Skip = StandInPackages.Include("Aspire.Hosting.Testing") ? null : reason;
}
