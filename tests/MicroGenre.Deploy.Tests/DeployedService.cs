using System.Text.Json;
using System.Text.RegularExpressions;
using MicroGenre.Testing;

namespace MicroGenre.Deploy.Tests;

/// <summary>A service as the code has it: what a deployment must agree with.</summary>
/// <param name="Name">What the AppHost calls it.</param>
/// <param name="Project">Its project, which is its assembly's name.</param>
/// <param name="Port">Where it takes calls, by its settings.</param>
/// <param name="IsGrpc">Whether calls are gRPC's. Its health is then asked for elsewhere.</param>
/// <param name="Calls">The services that the AppHost lets it call.</param>
/// <param name="UsesCache">Whether the AppHost gives it Redis.</param>
internal sealed partial record DeployedService(
    string Name, string Project, int Port, bool IsGrpc, IReadOnlyList<string> Calls, bool UsesCache)
{
    /// <summary>All services of the AppHost.</summary>
    public static IReadOnlyList<DeployedService> All { get; } = ReadAppHost();

    /// <summary>Their names, for theories.</summary>
    public static TheoryData<string> Names => [.. All.Select(service => service.Name)];

    /// <summary>The service of a name.</summary>
    public static DeployedService Named(string name) => All.Single(service => service.Name == name);

    /// <summary>Its image, with the tag.</summary>
    public string Image => $"microgenre/{Name}:{Release.Version}";

    /// <summary>The folder of its project.</summary>
    public string Folder => FolderOf(Project);

    private static List<DeployedService> ReadAppHost()
    {
        var code = File.ReadAllText(Repository.PathOf("Aspire.AppHost", "AppHost.cs"));
        var added = AddedProject().Matches(code).Select(found => (
            Variable: found.Groups["variable"].Value,
            Project: found.Groups["project"].Value.Replace('_', '.'),
            Name: found.Groups["name"].Value,
            Statement: found.Groups["statement"].Value)).ToList();
        return
        [
            .. added.Select(service =>
            {
                var (port, isGrpc) = EndpointOf(service.Project);
                var calls = Reference().Matches(service.Statement)
                    .Select(found => added.Single(other => other.Variable == found.Groups["variable"].Value).Name);
                var usesCache = service.Statement.Contains(".WithCache(", StringComparison.Ordinal);
                return new DeployedService(service.Name, service.Project, port, isGrpc, [.. calls], usesCache);
            }),
        ];
    }

    private static (int Port, bool IsGrpc) EndpointOf(string project)
    {
        using var settings = JsonDocument.Parse(File.ReadAllText(Path.Combine(FolderOf(project), "appsettings.json")));
        var endpoints = settings.RootElement.GetProperty("Kestrel").GetProperty("Endpoints");
        var isGrpc = endpoints.TryGetProperty("grpc", out var endpoint);
        return (new Uri((isGrpc ? endpoint : endpoints.GetProperty("http")).GetProperty("Url").GetString()!).Port, isGrpc);
    }

    private static string FolderOf(string project)
    {
        var file = Directory.EnumerateFiles(Repository.PathOf("src"), $"{project}.csproj", SearchOption.AllDirectories).Single();
        return Path.GetDirectoryName(file)!;
    }

    // In milliseconds.
    private const int Limit = 10_000;

    [GeneratedRegex(
        @"(var (?<variable>\w+) = )?builder\.AddProject<Projects\.(?<project>\w+)>\(""(?<name>[\w-]+)""\)(?<statement>[^;]*);",
        RegexOptions.ExplicitCapture, Limit)]
    private static partial Regex AddedProject();

    [GeneratedRegex(@"\.WithReference\((?<variable>\w+)\)", RegexOptions.ExplicitCapture, Limit)]
    private static partial Regex Reference();
}
