using System.IO.Compression;
using System.Xml.Linq;
using MicroGenre.Testing;

namespace MicroGenre.Deploy.Tests.Packages;

/// <summary>What others install works as its README says.</summary>
public sealed class PackageTests(PackedFeed feed) : IClassFixture<PackedFeed>
{
    public static TheoryData<string> Libraries =>
    [
        "MicroGenre.Client", "MicroGenre.Contracts", "MicroGenre.Drawing", "MicroGenre.Learning", "MicroGenre.Networks",
        "MicroGenre.Segmentation", "MicroGenre.Signal",
    ];

    [HeavyTheory]
    [MemberData(nameof(Libraries))]
    public async Task The_example_in_a_package_s_readme_runs_in_a_new_program(string id)
    {
        using var server = id == "MicroGenre.Client" ? InferenceProgram.Start() : null;
        var program = feed.NewProgram(id);
        var readme = Readme.Of(feed.PackageOf(id));
        File.WriteAllText(Path.Combine(program, "Example.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <WarningsNotAsErrors>NU1603</WarningsNotAsErrors>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>
                {string.Concat(readme.References)}
              </ItemGroup>
            </Project>
            """);
        var code = server is null
            ? readme.Example
            : readme.Example.Replace(InferenceProgram.UsualAddress, server.Address, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(program, "Program.cs"), code);
        Music.WriteTo(program);

        var output = await Command.RunAsync(program, "dotnet", "run", "-v", "quiet");

        Assert.NotEmpty(output.Trim());
    }

    [HeavyTheory]
    [MemberData(nameof(Libraries))]
    public void A_package_has_a_readme_an_icon_a_licence_documentation_and_symbols_that_name_their_commit(string id)
    {
        using var package = ZipFile.OpenRead(feed.PackageOf(id));
        using var symbols = ZipFile.OpenRead(feed.PackageOf(id, "snupkg"));
        var metadata = Nuspec(package, id);

        Assert.Superset(
            new HashSet<string>(["README.md", "icon.png", $"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.xml"], StringComparer.Ordinal),
            package.Entries.Select(entry => entry.FullName).ToHashSet());
        Assert.Contains(symbols.Entries, entry => entry.FullName == $"lib/net10.0/{id}.pdb");
        Assert.Equal(("MIT", "README.md", "icon.png"), (metadata["license"], metadata["readme"], metadata["icon"]));
        Assert.Matches("^[0-9a-f]{40}$", metadata["commit"]);
        Assert.NotEqual("Package Description", metadata["description"]);
    }

    [HeavyFact]
    public void The_package_of_networks_leaves_libtorch_to_those_who_install_it_and_brings_the_step_of_the_build()
    {
        using var package = ZipFile.OpenRead(feed.PackageOf("MicroGenre.Networks"));
        using var nuspec = package.GetEntry("MicroGenre.Networks.nuspec")!.Open();
        var dependencies = XDocument.Load(nuspec).Descendants()
            .Where(element => element.Name.LocalName == "dependency")
            .Select(element => (string?)element.Attribute("id"));

        Assert.Equal(["MicroGenre.Learning", "TorchSharp"], dependencies.Order());
        Assert.NotNull(package.GetEntry("buildTransitive/MicroGenre.Networks.targets"));
        Assert.NotNull(package.GetEntry("buildTransitive/RelaxVersionTag.cs"));
    }

    [HeavyFact]
    public async Task The_command_line_installs_as_a_tool_and_classifies_by_the_model_that_comes_along()
    {
        var folder = feed.NewProgram("tool");
        Music.WriteTo(folder);
        await Command.RunAsync(folder, "dotnet", "tool", "install", "MicroGenre", "--version", Release.Version, "--tool-path", "tools");
        var tool = Path.Combine(folder, "tools", "microgenre");

        Assert.StartsWith($"{Release.Version}+", await Command.RunAsync(folder, tool, "--version"), StringComparison.Ordinal);
        Assert.Contains("song.wav", await Command.RunAsync(folder, tool, "classify", "song.wav"), StringComparison.Ordinal);
    }

    [HeavyFact]
    public async Task A_new_version_that_takes_something_public_away_is_not_packed()
    {
        const string Project = "src/Libraries/MicroGenre.Drawing/MicroGenre.Drawing.csproj";
        var source = feed.Write("Extra.cs", """
            namespace MicroGenre.Drawing;

            /// <summary>Only in this version.</summary>
            public sealed class OnlyInThisVersion;
            """);
        var extra = feed.Write("Extra.targets", $"""<Project><ItemGroup><Compile Include="{source}" /></ItemGroup></Project>""");

        Assert.Equal(0, (await feed.PackAsync(Project, "-p:Version=90.0.0", $"-p:CustomAfterMicrosoftCommonTargets={extra}")).Code);
        var last = Path.Combine(feed.Path, "MicroGenre.Drawing.90.0.0.nupkg");
        var (code, output, error) = await feed.PackAsync(Project, "-p:Version=90.1.0", $"-p:PackageValidationBaselinePath={last}");

        Assert.NotEqual(0, code);
        Assert.Contains("OnlyInThisVersion", output + error, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Nuspec(ZipArchive package, string id)
    {
        using var nuspec = package.GetEntry($"{id}.nuspec")!.Open();
        var metadata = XDocument.Load(nuspec).Root!.Elements().Single();
        var values = metadata.Elements().Where(element => !element.HasElements)
            .ToDictionary(element => element.Name.LocalName, element => element.Value);
        values["commit"] = (string?)metadata.Elements().Single(element => element.Name.LocalName == "repository").Attribute("commit") ?? "";
        return values;
    }
}
