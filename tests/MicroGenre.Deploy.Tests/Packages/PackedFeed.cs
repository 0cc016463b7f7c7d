using MicroGenre.Testing;

namespace MicroGenre.Deploy.Tests.Packages;

/// <summary>All packages of the repository, packed as for a release, in a folder that serves as a feed.</summary>
public sealed class PackedFeed : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>The feed.</summary>
    public string Path => _folder["feed"];

    /// <summary>The full path of a package.</summary>
    public string PackageOf(string id, string extension = "nupkg") => System.IO.Path.Combine(Path, $"{id}.{Release.Version}.{extension}");

    /// <summary>
    /// A folder for a program that takes its packages from the feed, and all others as usual. What it installs from the feed is cached
    /// nowhere else.
    /// </summary>
    public string NewProgram(string name)
    {
        var program = Directory.CreateDirectory(_folder[name]).FullName;
        File.WriteAllText(System.IO.Path.Combine(program, "nuget.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{_folder["packages"]}" /></config>
              <fallbackPackageFolders><add key="usual" value="{UsualPackages()}" /></fallbackPackageFolders>
              <packageSources><add key="packed" value="{Path}" /></packageSources>
            </configuration>
            """);
        return program;
    }

    /// <summary>Packs a project, or several, into the feed, without touching what the repository has built.</summary>
    public Task<(int Code, string Output, string Error)> PackAsync(string project, params string[] properties) => Command.TryRunAsync(
        Repository.Root, "dotnet",
        [
            "pack", project, "-c", "Release", "-v", "quiet", "-o", Path,
            $"-p:ArtifactsPath={_folder["artifacts"]}", "-p:RunAnalyzers=false", .. properties,
        ]);

    /// <summary>Writes a file beside the feed.</summary>
    public string Write(string name, string text)
    {
        File.WriteAllText(_folder[name], text);
        return _folder[name];
    }

    public async Task InitializeAsync()
    {
        if (HeavyFactAttribute.IsOn)
        {
            Directory.CreateDirectory(Path);
            var (code, output, error) = await PackAsync("build/Packages.slnf");
            Assert.True(code == 0, output + error);
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    private static string UsualPackages() => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
}
