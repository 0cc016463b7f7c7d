using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Balancer;
using MicroGenre.Contracts;
using MicroGenre.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace MicroGenre.ServiceTesting;

/// <summary>Collecting services as processes of their own, silos of one cluster that share a library, and can be killed.</summary>
public sealed class SiloCluster : IAsyncDisposable
{
    private readonly RedisServer _redis = RedisServer.Create();
    private readonly TemporaryFolder _library = new();
    private readonly Dictionary<string, string> _settings;
    private readonly int[] _ports;
    private readonly KillableService?[] _silos;

    private SiloCluster(int silos, string music, IEnumerable<(string Name, string Value)> settings)
    {
        _ports = [.. Enumerable.Range(0, silos).Select(_ => Ports.Free())];
        _silos = new KillableService?[silos];
        _settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ConnectionStrings__cluster"] = Redis,
            ["Collecting__Folder"] = _library.Path,
            ["Collecting__Threads"] = "1",
            ["Collecting__ProgressInterval"] = "00:00:00.05",
            ["MICROGENRE_DATA"] = music,
            ["MICROGENRE_MODELS"] = Repository.PathOf("models"),
        };
        foreach (var (name, value) in settings)
        {
            _settings[name] = value;
        }
    }

    /// <summary>How many silos there are.</summary>
    public int Count => _silos.Length;

    /// <summary>The folder of the library's file.</summary>
    public string Library => _library.Path;

    /// <summary>How clients reach the Redis by which silos find each other.</summary>
    public string Redis => $"127.0.0.1:{_redis.Port},connectRetry=10,connectTimeout=30000";

    /// <summary>The numbers of the silos' processes.</summary>
    public IEnumerable<int> Processes => _silos.OfType<KillableService>().Select(silo => silo.Id);

    /// <summary>Starts silos, one after the other, and returns when all of them take calls.</summary>
    /// <param name="silos">How many.</param>
    /// <param name="music">The data root.</param>
    /// <param name="settings">Further settings of each.</param>
    public static async Task<SiloCluster> StartAsync(int silos, string music, params (string Name, string Value)[] settings)
    {
        var cluster = new SiloCluster(silos, music, settings);
        try
        {
            await cluster._redis.StartAsync();
            for (var i = 0; i < silos; i++)
            {
                await cluster.StartAsync(i);
            }

            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a silo in the place of one that was killed, at its address.</summary>
    public async Task StartAsync(int silo) => _silos[silo] = await KillableService.StartAsync(
        "MicroGenre.Collecting",
        new Dictionary<string, string>(_settings, StringComparer.Ordinal)
        {
            ["Kestrel__Endpoints__grpc__Url"] = $"http://{KillableService.Host}:{_ports[silo]}",
        });

    /// <summary>Ends a silo as a power failure does.</summary>
    public async Task KillAsync(int silo)
    {
        await _silos[silo]!.DisposeAsync();
        _silos[silo] = null;
    }

    /// <summary>A client of one silo.</summary>
    public Collector.CollectorClient ClientOf(int silo) => new(_silos[silo]!.Channel);

    /// <summary>A channel that asks the first silo that is there.</summary>
    public GrpcChannel Connect()
    {
        var resolver = new StaticResolverFactory(_ => _ports.Select(port => new BalancerAddress(KillableService.Host, port)));
        return GrpcChannel.ForAddress("static:///silos", new GrpcChannelOptions
        {
            Credentials = ChannelCredentials.Insecure,
            InitialReconnectBackoff = TimeSpan.FromMilliseconds(100),
            MaxReconnectBackoff = TimeSpan.FromSeconds(1),
            ServiceProvider = new ServiceCollection().AddSingleton<ResolverFactory>(resolver).BuildServiceProvider(),
        });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _silos.OfType<KillableService>())
        {
            await silo.DisposeAsync();
        }

        await _redis.DisposeAsync();
        _library.Dispose();
    }
}
