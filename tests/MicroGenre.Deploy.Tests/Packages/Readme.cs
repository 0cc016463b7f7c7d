using System.IO.Compression;
using System.Text.RegularExpressions;

namespace MicroGenre.Deploy.Tests.Packages;

/// <summary>A package's README, as those see it who look for the package.</summary>
/// <param name="Example">The first example in C#.</param>
/// <param name="References">The packages that it says to add, as a project refers to them.</param>
internal sealed partial record Readme(string Example, IReadOnlyList<string> References)
{
    public static Readme Of(string package)
    {
        using var files = ZipFile.OpenRead(package);
        using var reader = new StreamReader(files.GetEntry("README.md")!.Open());
        var text = reader.ReadToEnd();
        return new Readme(
            text.Split("```csharp\n", 2)[1].Split("```", 2)[0],
            [.. AddedPackage().Matches(text).Select(Reference)]);
    }

    private static string Reference(Match added)
    {
        var version = added.Groups["version"] is { Success: true } named ? named.Value : Release.Version;
        return $"""<PackageReference Include="{added.Groups["id"].Value}" Version="{version}" />""";
    }

    [GeneratedRegex(
        @"^dotnet add package (?<id>\S+)( --version (?<version>\S+))?$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex AddedPackage();
}
