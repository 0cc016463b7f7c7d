using System.Diagnostics;
using MicroGenre.Testing;

namespace MicroGenre.Deploy.Tests.Containers;

/// <summary>A base image made on this machine, in a registry of its own: the SDK takes base images from registries only.</summary>
public sealed class BaseImage : IAsyncLifetime, IDisposable
{
    private const string Name = "microgenre-base:test";

    private readonly TemporaryFolder _folder = new();
    private readonly int _port = Ports.Free();
    private Process? _registry;

    /// <summary>The image's name.</summary>
    public string Image => $"localhost:{_port}/{Name}";

    /// <summary>Where images are written to.</summary>
    public string ArchiveOf(string service) => _folder[$"{service}.tar.gz"];

    /// <summary>Where the builds are.</summary>
    public string Artifacts => _folder["artifacts"];

    public async Task InitializeAsync()
    {
        if (new ContainerTheoryAttribute().Skip is not null)
        {
            return;
        }

        File.WriteAllText(_folder["registry.yml"], $"""
            version: 0.1
            log:
              level: error
            storage:
              filesystem:
                rootdirectory: {_folder["registry"]}
            http:
              addr: 127.0.0.1:{_port}
            """);
        _registry = Process.Start("docker-registry", ["serve", _folder["registry.yml"]]);
        var dotnet = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));
        var script = Repository.PathOf("tests", "MicroGenre.Deploy.Tests", "Containers", "make-base.sh");
        await Command.RunAsync(_folder.Path, "sh", script, _folder.Path, dotnet, Image);
        await Command.RunAsync(_folder.Path, "podman", "push", "--tls-verify=false", Image);
    }

    public async Task DisposeAsync()
    {
        if (_registry is not null)
        {
            _registry.Kill();
            await Command.TryRunAsync(_folder.Path, "podman", "image", "rm", "--force", Image);
        }
    }

    public void Dispose()
    {
        _registry?.Dispose();
        _folder.Dispose();
    }
}
