using MicroGenre.Contracts;
using MicroGenre.FeatureExtraction;
using MicroGenre.Inference;
using MicroGenre.Learning;
using MicroGenre.Segmenting;
using MicroGenre.ServiceTesting;
using MicroGenre.Serving.Data;
using MicroGenre.Testing;
using MicroGenre.Training;
using Microsoft.AspNetCore.Builder;

namespace MicroGenre.Web.Tests;

/// <summary>
/// The page's server with the real services behind it, and a browser to look at it: one for all tests, each of which is a visit of its own.
/// </summary>
public class WebSystem : IAsyncLifetime, IDisposable
{
    // An upload that a test holds up is not given up.
    private const string UploadIdleLimit = "00:10:00";

    private readonly TemporaryFolder _folder = new();
    private readonly List<ServiceHost> _services = [];
    private Browser? _browser;
    private ServiceHost _inference = null!;
    private ServiceHost _training = null!;

    /// <summary>The server.</summary>
    public WebHost Web { get; private set; } = null!;

    /// <summary>Where the services are.</summary>
    public IReadOnlyDictionary<string, string?> Addresses { get; private set; } = null!;

    public ModelControl.ModelControlClient Control => new(_inference.Channel);

    public Classifier.ClassifierClient Classifier => new(_inference.Channel);

    public Trainer.TrainerClient Trainer => new(_training.Channel);

    /// <summary>The browser, started by the first test that looks at the page.</summary>
    public async Task<Browser> BrowserAsync() => _browser ??= await Browser.StartAsync();

    /// <summary>Opens the page.</summary>
    public async Task<Visit> VisitAsync() => await (await BrowserAsync()).VisitAsync(Web.Address.ToString());

    public async Task InitializeAsync()
    {
        var models = new ModelRepository(_folder["models"]);
        var defaultModel = AddModels(models);
        ToyGenres.WriteFolders(Path.Combine(_folder["data"], "music"));
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [DataRoot.Setting] = _folder["data"],
            [ModelFolder.Setting] = _folder["models"],
            ["Inference:DefaultModel"] = defaultModel,
            ["Inference:RefreshInterval"] = "00:00:00.05",
            ["Training:ProgressInterval"] = "00:00:00.05",
            ["FeatureExtraction:UploadIdleLimit"] = UploadIdleLimit,
            ["Inference:UploadIdleLimit"] = UploadIdleLimit,
            ["Segmenting:UploadIdleLimit"] = UploadIdleLimit,
        };
        var features = await AddAsync(
            builder => builder.AddFeatureExtraction(), app => app.MapGrpcService<FeatureExtractorService>(), settings);
        var segmenting = await AddAsync(builder => builder.AddSegmenting(), app => app.MapGrpcService<TrackSegmenterService>(), settings);
        _training = await AddAsync(builder => builder.AddTraining(), app => app.MapTraining(), settings);
        _inference = await AddAsync(
            builder => builder.AddInference(), app => app.MapInference(),
                new Dictionary<string, string?>(settings, StringComparer.Ordinal) { [AddressOf("feature-extraction")] = features.Address });
        Addresses = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [AddressOf("feature-extraction")] = features.Address,
            [AddressOf("segmenting")] = segmenting.Address,
            [AddressOf("training")] = _training.Address,
            [AddressOf("inference")] = _inference.Address,
        };
        Web = await WebHost.StartAsync(Addresses);
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        await Web.DisposeAsync();
        foreach (var service in Enumerable.Reverse(_services))
        {
            await service.DisposeAsync();
        }
    }

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The setting that says where a service is.</summary>
    public static string AddressOf(string service) => $"services:{service}:grpc:0";

    /// <summary>Fills the repository of models.</summary>
    /// <returns>The name of the one that answers.</returns>
    protected virtual string AddModels(ModelRepository models)
    {
        // Tracks of either genre were sure to be of it: one that is half of each is like none of them.
        const int Tracks = 20;
        double[] sure = [.. Enumerable.Repeat(0.8, Tracks)];
        ToyGenres.Train(models, "unsure", calibration: new Calibration(20, 1, 1));
        return ToyGenres.Train(models, "toy", conformal: new ConformalSets([sure, sure], [0, Tracks, 0])).Name;
    }

    private async Task<ServiceHost> AddAsync(
        Action<WebApplicationBuilder> add, Action<WebApplication> map, Dictionary<string, string?> settings)
    {
        var service = await ServiceHost.StartAsync(add, map, settings);
        _services.Add(service);
        return service;
    }
}

/// <summary>One system for all tests: they come one after the other, since each wants a browser and two processors.</summary>
[CollectionDefinition(nameof(WebSystem))]
public sealed class WebSystemDefinition : ICollectionFixture<WebSystem>;
