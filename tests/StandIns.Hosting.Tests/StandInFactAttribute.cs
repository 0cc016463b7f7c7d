namespace StandIns.Hosting.Tests;

/// <summary>A test of what the real package shows in its dashboard and the stand-in on the console.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class StandInFactAttribute : FactAttribute
{
    public StandInFactAttribute() => Skip = AppContext.GetData("MicroGenre.PackageFeed") is "full" ? "the real package has a dashboard for this" : null;
}
