using Grpc.Core;
using MicroGenre.Collecting;
using MicroGenre.Contracts;
using MicroGenre.Learning;
using MicroGenre.ServiceTesting;
using MicroGenre.Serving.Data;
using MicroGenre.Testing;
using Microsoft.AspNetCore.Builder;

namespace MicroGenre.Web.Tests;

/// <summary>The page's server with a library behind it: ten tones, low and high ones, analysed by a small model.</summary>
public class LibrarySystem : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private ServiceHost _collecting = null!;

    /// <summary>The server.</summary>
    public WebHost Web { get; private set; } = null!;

    /// <summary>The data root.</summary>
    public string Root => _folder["data"];

    /// <summary>The folder of music under it.</summary>
    public string Music => Path.Combine(Root, "music");

    /// <summary>The folder of the library's database.</summary>
    public string Database => _folder["library"];

    /// <summary>Where the service is.</summary>
    public IReadOnlyDictionary<string, string?> Addresses { get; private set; } = null!;

    /// <summary>A client of the service itself.</summary>
    public Collector.CollectorClient Collector => new(_collecting.Channel);

    public async Task InitializeAsync()
    {
        ToyGenres.WriteFolders(Music);
        ToyGenres.Train(new ModelRepository(_folder["models"]), "toy");
        Directory.CreateDirectory(Database);
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [DataRoot.Setting] = Root,
            [ModelFolder.Setting] = _folder["models"],
            ["Collecting:Folder"] = Database,
            ["Collecting:DefaultModel"] = "toy",
            ["Collecting:ProgressInterval"] = "00:00:00.05",
        };
        _collecting = await ServiceHost.StartAsync(
            builder => builder.AddCollecting(), app => app.MapGrpcService<CollectorService>(), settings);
        Addresses = new Dictionary<string, string?>(StringComparer.Ordinal) { [WebSystem.AddressOf("collecting")] = _collecting.Address };
        Web = await WebHost.StartAsync(Addresses);
        await FillAsync();
    }

    public async Task DisposeAsync()
    {
        await Web.DisposeAsync();
        await _collecting.DisposeAsync();
    }

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Fills the library before the first test: it follows the folder of music, which is scanned.</summary>
    protected virtual async Task FillAsync()
    {
        await Collector.AddFolderAsync(new AddFolderRequest { Path = Music });
        using var scan = Collector.Scan(new ScanRequest());
        await foreach (var reply in scan.ResponseStream.ReadAllAsync())
        {
            Assert.Null(reply.Problem);
        }
    }
}
