using Grpc.Core;
using MicroGenre.Contracts;
using MicroGenre.Learning;
using MicroGenre.ServiceTesting;
using MicroGenre.Serving.Data;
using MicroGenre.Testing;

namespace MicroGenre.Training.Tests;

/// <summary>A Training service with a data root, which holds toy music, and a model repository of its own.</summary>
public sealed class TrainingHost : IAsyncDisposable
{
    private readonly IReadOnlyDictionary<string, string?> _settings;
    private ServiceHost _host;

    private TrainingHost(ServiceHost host, TemporaryFolder folder, IReadOnlyDictionary<string, string?> settings)
    {
        _host = host;
        _settings = settings;
        Folder = folder;
        Models = new ModelRepository(folder["models"]);
        Client = new Trainer.TrainerClient(host.Channel);
    }

    /// <summary>Where the service listens.</summary>
    public string Address => _host.Address;

    /// <summary>What the service logged.</summary>
    public LogRecorder Log => _host.Log;

    public TemporaryFolder Folder { get; }

    public ModelRepository Models { get; }

    public Trainer.TrainerClient Client { get; private set; }

    public Teacher.TeacherClient Teacher => new(_host.Channel);

    public static async Task<TrainingHost> StartAsync(params (string Key, string? Value)[] settings)
    {
        var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["data/empty"]);
        ToyGenres.WriteFolders(folder["data/music"]);
        var configuration = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [DataRoot.Setting] = folder["data"],
            [ModelFolder.Setting] = folder["models"],
            ["Training:ProgressInterval"] = "00:00:00.05",
            ["Training:Threads"] = "1",
        };
        foreach (var (key, value) in settings)
        {
            configuration[key] = value;
        }

        return new TrainingHost(await StartServiceAsync(configuration), folder, configuration);
    }

    /// <summary>A request that trains the toy recipe on the toy music.</summary>
    public static TrainRequest Request(int epochs = 2) => new()
    {
        Model = "toy",
        RecipeJson = ToyGenres.RecipeJson,
        Data = new DataSet { Folder = "music" },
        Epochs = epochs,
    };

    /// <summary>Trains, and returns what happened.</summary>
    public async Task<IReadOnlyList<TrainEvent>> TrainAsync(TrainRequest request)
    {
        using var call = Client.Train(request);
        var events = new List<TrainEvent>();
        await foreach (var happened in call.ResponseStream.ReadAllAsync())
        {
            events.Add(happened);
        }

        return events;
    }

    /// <summary>Follows a call until it tells the end of an epoch.</summary>
    public static async Task UntilTrainingAsync(AsyncServerStreamingCall<TrainEvent> call)
    {
        while (await call.ResponseStream.MoveNext(CancellationToken.None)
            && call.ResponseStream.Current.EventCase != TrainEvent.EventOneofCase.Epoch)
        {
        }
    }

    /// <summary>Stops the service as a signal would.</summary>
    public Task StopAsync() => _host.StopAsync();

    /// <summary>Stops the service, and starts another one on the same repository.</summary>
    /// <param name="between">Done while there is none.</param>
    public async Task RestartAsync(Action? between = null)
    {
        await _host.DisposeAsync();
        between?.Invoke();
        _host = await StartServiceAsync(_settings);
        Client = new Trainer.TrainerClient(_host.Channel);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        Folder.Dispose();
    }

    private static Task<ServiceHost> StartServiceAsync(IReadOnlyDictionary<string, string?> settings) =>
        ServiceHost.StartAsync(builder => builder.AddTraining(), app => app.MapTraining(), settings);
}
