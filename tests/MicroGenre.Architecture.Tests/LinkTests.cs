using MicroGenre.Testing;

namespace MicroGenre.Architecture.Tests;

/// <summary>Links between the pages lead somewhere.</summary>
public class LinkTests
{
    [Fact]
    public void Every_link_leads_to_a_file_and_every_anchor_to_a_heading()
    {
        var pages = MarkdownPage.All().ToDictionary(page => page.Path, StringComparer.Ordinal);
        var broken = pages.Values.SelectMany(page => page.Links
            .Where(target => !IsForeign(target) && !Resolves(page, target, pages))
            .Select(target => $"{page.Path}: {target}"));

        Assert.Empty(broken);
    }

    [Fact]
    public void Every_page_of_docs_is_reached_from_the_index()
    {
        var pages = MarkdownPage.All().ToDictionary(page => page.Path, StringComparer.Ordinal);
        var reached = new HashSet<string>(StringComparer.Ordinal);
        Follow("docs/index.md");

        Assert.Empty(pages.Keys.Where(path => path.StartsWith("docs/", StringComparison.Ordinal)).Except(reached, StringComparer.Ordinal));

        void Follow(string path)
        {
            if (pages.TryGetValue(path, out var page) && reached.Add(path))
            {
                foreach (var target in page.Links.Where(target => !IsForeign(target)))
                {
                    Follow(PathOf(page, target));
                }
            }
        }
    }

    private static bool Resolves(MarkdownPage page, string target, Dictionary<string, MarkdownPage> pages)
    {
        var path = PathOf(page, target);
        if (!File.Exists(Repository.PathOf(path)) && !Directory.Exists(Repository.PathOf(path)))
        {
            return false;
        }

        var anchor = target.IndexOf('#', StringComparison.Ordinal);
        return anchor < 0 || (pages.TryGetValue(path, out var linked) && linked.Anchors.Contains(target[(anchor + 1)..]));
    }

    // The linked file's path below the root; of a folder, the page that is shown for it.
    private static string PathOf(MarkdownPage page, string target)
    {
        var file = target.Split('#')[0];
        if (file.Length == 0)
        {
            return page.Path;
        }

        var full = Path.GetFullPath(Repository.PathOf(Path.GetDirectoryName(page.Path)!, file));
        var readme = Path.Combine(full, "README.md");
        return Path.GetRelativePath(Repository.Root, File.Exists(readme) ? readme : full).Replace('\\', '/');
    }

    private static bool IsForeign(string target) => target.Contains(':', StringComparison.Ordinal);
}
