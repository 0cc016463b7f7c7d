using System.Xml.Linq;
using MicroGenre.Testing;

namespace MicroGenre.Architecture.Tests;

/// <summary>A project of the repository, as its file says.</summary>
internal sealed record ProjectFile(string Folder, string Name, string Sdk, IReadOnlyList<string> Packages,
    IReadOnlyList<string> Frameworks, IReadOnlyList<string> References)
{
    /// <summary>Every project below a folder of <c>src</c>.</summary>
    public static IReadOnlyList<ProjectFile> Below(string folder) =>
        [.. Directory.EnumerateFiles(Repository.PathOf("src", folder), "*.csproj", SearchOption.AllDirectories).Select(Read)];

    /// <summary>A project below <c>src</c>, and all below it that it refers to, directly or not.</summary>
    public static IReadOnlyList<ProjectFile> WithAllItRefersTo(string name)
    {
        var all = Below("").ToDictionary(project => project.Name, StringComparer.Ordinal);
        var found = new Dictionary<string, ProjectFile>(StringComparer.Ordinal);
        var left = new Stack<string>([name]);
        while (left.TryPop(out var next))
        {
            if (all.TryGetValue(next, out var project) && found.TryAdd(next, project))
            {
                foreach (var reference in project.References)
                {
                    left.Push(reference);
                }
            }
        }

        return [.. found.Values];
    }

    private static ProjectFile Read(string path)
    {
        var project = XElement.Load(path);
        return new ProjectFile(
            Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(path)))!,
            Path.GetFileNameWithoutExtension(path),
            (string?)project.Attribute("Sdk") ?? "",
            Included(project, "PackageReference"),
            Included(project, "FrameworkReference"),
            [.. Included(project, "ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Replace('\\', '/')))]);
    }

    private static List<string> Included(XElement project, string item) =>
        [.. project.Descendants(item).Select(element => (string?)element.Attribute("Include")).OfType<string>()];
}
