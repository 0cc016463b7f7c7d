using Grpc.Core;
using MicroGenre.Collections.Store;
using MicroGenre.Contracts;
using MicroGenre.ServiceTesting;
using MicroGenre.Serving.Data;
using MicroGenre.Testing;
using Microsoft.AspNetCore.Builder;

namespace MicroGenre.Collecting.Tests;

/// <summary>A Collecting service with a library and a data root of its own.</summary>
public sealed class CollectorHost : IAsyncDisposable
{
    private readonly ServiceHost _host;
    private readonly TemporaryFolder _library;

    private CollectorHost(ServiceHost host, TemporaryFolder music, TemporaryFolder library)
    {
        _host = host;
        _library = library;
        Music = music;
        Client = new Collector.CollectorClient(host.Channel);
    }

    public TemporaryFolder Music { get; }

    public Collector.CollectorClient Client { get; }

    /// <summary>Where the service takes calls.</summary>
    public string Address => _host.Address;

    public LogRecorder Log => _host.Log;

    public string Database => _library["library.db"];

    public static async Task<CollectorHost> StartAsync(params (string Key, string Value)[] settings)
    {
        var (music, library) = (new TemporaryFolder(), new TemporaryFolder());
        var configuration = settings.ToDictionary(
            setting => "Collecting:" + setting.Key, string? (setting) => setting.Value, StringComparer.Ordinal);
        configuration[DataRoot.Setting] = music.Path;
        configuration[ModelFolder.Setting] = Repository.PathOf("models");
        configuration["Collecting:Folder"] = library.Path;
        var host = await ServiceHost.StartAsync(
            builder => builder.AddCollecting(), app => app.MapGrpcService<CollectorService>(), configuration);
        return new CollectorHost(host, music, library);
    }

    /// <summary>Writes a tone among the music.</summary>
    public void WriteTone(string name, double frequency) => WavFile.WriteTone(Music[name], frequency: frequency);

    /// <summary>Lets the library follow all of the music, and scans.</summary>
    public async Task<IReadOnlyList<ScanReply>> AddAndScanAsync()
    {
        await Client.AddFolderAsync(new AddFolderRequest { Path = Music.Path });
        return await ScanAsync();
    }

    /// <summary>All that a scan says.</summary>
    public async Task<IReadOnlyList<ScanReply>> ScanAsync()
    {
        using var call = Client.Scan(new ScanRequest());
        var replies = new List<ScanReply>();
        await foreach (var reply in call.ResponseStream.ReadAllAsync())
        {
            replies.Add(reply);
        }

        return replies;
    }

    /// <summary>Lets scans commit nothing, and therefore not end, until the result is disposed of.</summary>
    public async Task<IAsyncDisposable> HoldCommitsAsync()
    {
        var context = LibraryDatabase.InFolder(_library.Path).Connect();
        await context.Database.BeginTransactionAsync();
        return context;
    }

    /// <summary>Stops the service as a signal does.</summary>
    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        Music.Dispose();
        _library.Dispose();
    }
}
