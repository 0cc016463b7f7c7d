namespace MicroGenre.Architecture.Tests;

/// <summary>Dependencies point one way: apps to the client, services to what they share, all of them to libraries.</summary>
public class DependencyTests
{
    private static readonly string[] ForeignToLibraries =
        ["Microsoft.AspNetCore", "Grpc", "Google.Protobuf", "StackExchange", "OpenTelemetry", "Microsoft.Extensions", "Spectre", "Aspire"];

    private static readonly Dictionary<string, string[]> LibraryReferences = new(StringComparer.Ordinal)
    {
        ["MicroGenre.Drawing"] = [],
        ["MicroGenre.Signal"] = ["MicroGenre.Drawing"],
        ["MicroGenre.Segmentation"] = ["MicroGenre.Drawing", "MicroGenre.Signal"],
        ["MicroGenre.Learning"] = ["MicroGenre.Drawing", "MicroGenre.Signal"],
        ["MicroGenre.Networks"] = ["MicroGenre.Learning"],
        ["MicroGenre.Extractors"] = ["MicroGenre.Signal"],
        ["MicroGenre.Onnx"] = ["MicroGenre.Learning", "MicroGenre.Networks", "MicroGenre.Signal"],
        ["MicroGenre.DataSets"] = ["MicroGenre.Learning"],
        ["MicroGenre.Evaluation"] = ["MicroGenre.DataSets", "MicroGenre.Drawing", "MicroGenre.Learning"],
        ["MicroGenre.Tagging"] = ["MicroGenre.Signal"],
        ["MicroGenre.Collections"] = ["MicroGenre.DataSets", "MicroGenre.Learning", "MicroGenre.Signal", "MicroGenre.Tagging"],
    };

    // A file that is a message: what reads and writes it, and what generates the message from its definition.
    private static readonly Dictionary<string, string[]> FileFormats = new(StringComparer.Ordinal)
    {
        ["MicroGenre.Onnx"] = ["Google.Protobuf", "Grpc.Tools"],
    };

    public static TheoryData<string> Libraries => [.. LibraryReferences.Keys];

    [Fact]
    public void Every_library_is_known_here() =>
        Assert.Equal(LibraryReferences.Keys.Order(StringComparer.Ordinal),
            ProjectFile.Below("Libraries").Select(project => project.Name).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_library_refers_only_to_those_below_it_and_to_no_framework_of_services(string name)
    {
        var library = ProjectFile.Below("Libraries").Single(project => project.Name == name);

        Assert.Equal("Microsoft.NET.Sdk", library.Sdk);
        Assert.Empty(library.Frameworks);
        Assert.DoesNotContain(library.Packages.Except(FileFormats.GetValueOrDefault(name, [])), IsForeign);
        Assert.Subset(LibraryReferences[name].ToHashSet(StringComparer.Ordinal), library.References.ToHashSet(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_built_library_uses_no_web_framework_no_grpc_no_redis(string name) =>
        Assert.DoesNotContain(LibraryAssembly.Open(name).References.Except(FileFormats.GetValueOrDefault(name, [])), IsForeign);

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
    public void The_contracts_refer_to_nothing_of_ours()
    {
        var contracts = ServiceProject("MicroGenre.Contracts");

        Assert.Empty(contracts.References);
        Assert.Empty(contracts.Frameworks);
    }

    [Fact]
    public void A_client_needs_the_contracts_and_two_libraries_and_no_framework_of_services()
    {
        var client = ServiceProject("MicroGenre.Client");

        Assert.Equal(["MicroGenre.Contracts", "MicroGenre.Segmentation", "MicroGenre.Signal"],
            client.References.Order(StringComparer.Ordinal));
        Assert.Empty(client.Frameworks);
    }

    [Fact]
    public void A_service_refers_to_what_services_share_and_to_libraries_and_never_to_another_service()
    {
        var services = ProjectFile.Below("Services").Where(project => project.Sdk == "Microsoft.NET.Sdk.Web").ToList();
        var allowed = LibraryReferences.Keys.Append("MicroGenre.Serving").ToHashSet(StringComparer.Ordinal);

        Assert.NotEmpty(services);
        Assert.All(services, service => Assert.Subset(allowed, service.References.ToHashSet(StringComparer.Ordinal)));
    }

    [Fact]
    public void The_web_page_refers_to_the_client_and_to_the_defaults_of_services() =>
        Assert.Equal(["Aspire.ServiceDefaults", "MicroGenre.Client"],
            AppProject("MicroGenre.Web").References.Order(StringComparer.Ordinal));

    [Fact]
    public void The_command_line_refers_to_the_client_and_to_libraries() =>
        Assert.Subset(LibraryReferences.Keys.Append("MicroGenre.Client").ToHashSet(StringComparer.Ordinal),
            AppProject("MicroGenre.Cli").References.ToHashSet(StringComparer.Ordinal));

    [Theory]
    [InlineData("MicroGenre.Web")]
    [InlineData("MicroGenre.FeatureExtraction")]
    [InlineData("MicroGenre.Segmenting")]
    public void What_has_no_use_for_networks_carries_no_libtorch(string name)
    {
        var carried = ProjectFile.WithAllItRefersTo(name);

        Assert.Contains(carried, project => project.Name == "MicroGenre.Signal");
        Assert.DoesNotContain(carried.SelectMany(project => project.Packages), IsTorch);
    }

    [Fact]
    public void Only_networks_refer_to_torch_and_only_what_trains_serves_or_exports_them_to_networks()
    {
        var projects = ((string[])["Apps", "Libraries", "Services"]).SelectMany(ProjectFile.Below).ToList();
        var users = projects.Where(project => project.References.Contains("MicroGenre.Networks", StringComparer.Ordinal))
            .Select(project => project.Name);

        Assert.Equal(["MicroGenre.Networks"], projects.Where(project => project.Packages.Any(IsTorch)).Select(project => project.Name));
        Assert.Equal(
            [
                "MicroGenre.Cli", "MicroGenre.Collecting", "MicroGenre.Evaluating", "MicroGenre.Inference", "MicroGenre.Onnx",
                "MicroGenre.Training",
            ],
            users.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_services_share_evaluates_nothing() =>
        Assert.DoesNotContain(ProjectFile.WithAllItRefersTo("MicroGenre.Serving"), project =>
            project.Name is "MicroGenre.Evaluation" or "MicroGenre.Networks");

    private static ProjectFile ServiceProject(string name) => ProjectFile.Below("Services").Single(project => project.Name == name);

    private static ProjectFile AppProject(string name) => ProjectFile.Below("Apps").Single(project => project.Name == name);

    private static bool IsTorch(string name) => name.Contains("torch", StringComparison.OrdinalIgnoreCase);

    private static bool IsForeign(string name) =>
        ForeignToLibraries.Any(foreign => name == foreign || name.StartsWith(foreign + ".", StringComparison.Ordinal));
}
