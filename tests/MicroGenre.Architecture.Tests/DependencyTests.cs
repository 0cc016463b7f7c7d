namespace MicroGenre.Architecture.Tests;

/// <summary>Dependencies point one way: apps to contracts to libraries.</summary>
public class DependencyTests
{
    private static readonly string[] ForeignToLibraries = ["Microsoft.AspNetCore", "Grpc", "Google.Protobuf", "StackExchange", "OpenTelemetry", "Microsoft.Extensions", "Spectre", "Aspire"];

    private static readonly Dictionary<string, string[]> LibraryReferences = new(StringComparer.Ordinal)
    {
        ["MicroGenre.Signal"] = [],
        ["MicroGenre.Segmentation"] = ["MicroGenre.Signal"],
        ["MicroGenre.Learning"] = ["MicroGenre.Signal"],
        ["MicroGenre.Evaluation"] = ["MicroGenre.Signal", "MicroGenre.Learning"],
        ["MicroGenre.Tagging"] = [],
    };

    public static TheoryData<string> Libraries => [.. LibraryReferences.Keys];

    [Fact]
    public void Every_library_is_known_here() =>
        Assert.Equal(LibraryReferences.Keys.Order(StringComparer.Ordinal), ProjectFile.Below("Libraries").Select(project => project.Name).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_library_refers_only_to_those_below_it_and_to_no_framework_of_services(string name)
    {
        var library = ProjectFile.Below("Libraries").Single(project => project.Name == name);

        Assert.Equal("Microsoft.NET.Sdk", library.Sdk);
        Assert.Empty(library.Frameworks);
        Assert.DoesNotContain(library.Packages, IsForeign);
        Assert.Subset(LibraryReferences[name].ToHashSet(StringComparer.Ordinal), library.References.ToHashSet(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_built_library_uses_no_web_framework_no_grpc_no_redis(string name) =>
        Assert.DoesNotContain(LibraryAssembly.Open(name).References, IsForeign);

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_library_neither_writes_to_the_console_nor_reads_the_environment(string name)
    {
        var members = LibraryAssembly.Open(name).MembersUsed;
        Assert.NotEmpty(members);

        Assert.DoesNotContain(members, member => member.StartsWith("System.Console.", StringComparison.Ordinal));
        Assert.DoesNotContain("System.Environment.GetEnvironmentVariable", members);
        Assert.DoesNotContain("System.Environment.GetEnvironmentVariables", members);
    }

    [Fact]
    public void A_service_refers_to_contracts_and_defaults_and_never_to_another_service()
    {
        var services = ProjectFile.Below("Services").Where(project => project.Sdk == "Microsoft.NET.Sdk.Web").ToList();

        Assert.NotEmpty(services);
        Assert.All(services, service => Assert.Subset(
            new HashSet<string>(StringComparer.Ordinal) { "Aspire.ServiceDefaults", "MicroGenre.Contracts" }, service.References.ToHashSet(StringComparer.Ordinal)));
    }

    [Fact]
    public void The_contracts_refer_to_libraries_only()
    {
        var contracts = ProjectFile.Below("Services").Single(project => project.Name == "MicroGenre.Contracts");

        Assert.Subset(LibraryReferences.Keys.ToHashSet(StringComparer.Ordinal), contracts.References.ToHashSet(StringComparer.Ordinal));
        Assert.Empty(contracts.Frameworks);
    }

    [Fact]
    public void An_app_refers_to_contracts_and_libraries_and_never_to_a_service()
    {
        var allowed = LibraryReferences.Keys.Append("MicroGenre.Contracts").Append("Aspire.ServiceDefaults").ToHashSet(StringComparer.Ordinal);

        Assert.All(ProjectFile.Below("Apps"), app => Assert.Subset(allowed, app.References.ToHashSet(StringComparer.Ordinal)));
    }

    private static bool IsForeign(string name) => ForeignToLibraries.Any(foreign => name == foreign || name.StartsWith(foreign + ".", StringComparison.Ordinal));
}
