using System.Text.RegularExpressions;
using MicroGenre.Testing;

namespace MicroGenre.Architecture.Tests;

/// <summary>What docs/architecture.md says is so.</summary>
public partial class ArchitecturePageTests
{
    private const int MostHopsOfAnUpload = 16;

    // In milliseconds.
    private const int Limit = 10_000;

    private static readonly string Page = File.ReadAllText(Repository.PathOf("docs", "architecture.md"));

    [Fact]
    public void Every_file_and_folder_that_the_page_names_exists()
    {
        var named = Names().Matches(Page).Select(match => match.Groups["name"].Value.TrimEnd('/')).ToList();
        var places = PlacesBelow("src").Concat(PlacesBelow("tests")).Concat(PlacesBelow("protos"))
            .Concat(PlacesBelow("Aspire.ServiceDefaults"))
            .Select(place => $"/{place}")
            .ToList();

        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.Contains(places, place => IsAt(place, name)));
    }

    [Fact]
    public void An_upload_is_answered_within_sixteen_hops()
    {
        var walk = Page.Split("## ").Single(part => part.StartsWith("Classify an upload", StringComparison.Ordinal));

        Assert.InRange(Hops().Count(walk), 1, MostHopsOfAnUpload);
    }

    // The page leaves out what all names have in common: where a project lies, and MicroGenre before its name.
    private static bool IsAt(string place, string name) =>
        place.EndsWith($"/{name}", StringComparison.Ordinal) || place.EndsWith($"/MicroGenre.{name}", StringComparison.Ordinal);

    private static IEnumerable<string> PlacesBelow(string folder)
    {
        var root = Repository.PathOf(folder);
        return Directory.EnumerateFileSystemEntries(root, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
            .Append(folder);
    }

    [GeneratedRegex(@"`(?<name>[\w./]+(?:\.(?:cs|js|proto)|/))`", RegexOptions.ExplicitCapture, Limit)]
    private static partial Regex Names();

    [GeneratedRegex(@"^\d+\. ", RegexOptions.Multiline, Limit)]
    private static partial Regex Hops();
}
