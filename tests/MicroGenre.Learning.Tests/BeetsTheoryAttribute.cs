namespace MicroGenre.Learning.Tests;

/// <summary>A test that needs the files of beets.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BeetsTheoryAttribute : TheoryAttribute
{
    public BeetsTheoryAttribute() => Skip = Folder.Length > 0 ? null : "needs beets (Debian: beets)";

    /// <summary>Where Debian puts the genres of beets; empty where it is not installed.</summary>
    public static string Folder { get; } = Array.Find(
        ["/usr/share/beets/beetsplug/lastgenre", "/usr/lib/python3/dist-packages/beetsplug/lastgenre"],
        Directory.Exists) ?? "";
}
