namespace MicroGenre.Cli.Tests;

/// <summary>A test that runs beets.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BeetsFactAttribute : FactAttribute
{
    public BeetsFactAttribute() => Skip = File.Exists(Program) ? null : "needs beets (Debian: beets)";

    /// <summary>Where Debian puts beets.</summary>
    public static string Program => "/usr/bin/beet";
}
