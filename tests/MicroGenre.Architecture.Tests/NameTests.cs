namespace MicroGenre.Architecture.Tests;

/// <summary>A name means one thing, and namespaces depend one way.</summary>
public class NameTests
{
    // Names that mean the same wherever they are.
    private static readonly Dictionary<string, string> SameMeaning = new(StringComparer.Ordinal)
    {
        ["Extensions"] = "how each program is put together",
    };

    public static TheoryData<string> Libraries => [.. ProjectFile.Below("Libraries").Select(project => project.Name)];

    [Fact]
    public void No_two_types_of_one_name_mean_different_things()
    {
        var names = SourceFile.Below("src")
            .SelectMany(file => file.Types.Select(type => (Name: type, file.Namespace)))
            .Distinct()
            .CountBy(type => type.Name, StringComparer.Ordinal)
            .Where(count => count.Value > 1)
            .Select(count => count.Key);

        Assert.Equal(SameMeaning.Keys.Order(StringComparer.Ordinal), names.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void The_namespaces_of_a_library_form_no_circle(string library)
    {
        var uses = UsesWithin(library);
        Assert.DoesNotContain(uses, use => Reaches(uses, use.To, use.From, []));
    }

    // A namespace and one within it are two names for one thing with its parts.
    private static HashSet<(string From, string To)> UsesWithin(string library)
    {
        var files = SourceFile.Below("src", "Libraries", library);
        var homes = files.SelectMany(file => file.Types.Select(type => (type, file.Namespace)))
            .ToLookup(type => type.type, type => type.Namespace, StringComparer.Ordinal);
        return
        [
            .. from file in files
               from word in file.Words
               from home in homes[word]
               where file.Usings.Contains(home) && !IsWithin(home, file.Namespace) && !IsWithin(file.Namespace, home)
               select (file.Namespace, home),
        ];
    }

    private static bool Reaches(HashSet<(string From, string To)> uses, string from, string to, HashSet<string> seen) =>
        from == to || (seen.Add(from) && uses.Any(use => use.From == from && Reaches(uses, use.To, to, seen)));

    private static bool IsWithin(string inner, string outer) => inner == outer || inner.StartsWith(outer + ".", StringComparison.Ordinal);
}
