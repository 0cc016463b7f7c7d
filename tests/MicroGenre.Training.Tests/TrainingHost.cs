using Grpc.Core;
using MicroGenre.Contracts;
using MicroGenre.Contracts.Serving;
using MicroGenre.Learning;
using MicroGenre.ServiceTesting;
using MicroGenre.Testing;
using Microsoft.AspNetCore.Builder;

namespace MicroGenre.Training.Tests;

/// <summary>A Training service with a data root, which holds toy music, and a model repository of its own.</summary>
public sealed class TrainingHost : IAsyncDisposable
{
    private readonly ServiceHost _host;

    private TrainingHost(ServiceHost host, TemporaryFolder folder)
    {
        _host = host;
        Folder = folder;
        Models = new ModelRepository(folder["models"]);
        Client = new Trainer.TrainerClient(host.Channel);
    }

    public TemporaryFolder Folder { get; }

    public ModelRepository Models { get; }

    public Trainer.TrainerClient Client { get; }

    public static async Task<TrainingHost> StartAsync(params (string Key, string? Value)[] settings)
    {
        var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["data/empty"]);
        ToyGenres.WriteFolders(folder["data/music"]);
        var configuration = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [DataRoot.Setting] = folder["data"],
            [ModelFolder.Setting] = folder["models"],
            ["Training:ProgressInterval"] = "00:00:00",
        };
        foreach (var (key, value) in settings)
        {
            configuration[key] = value;
        }

        return new TrainingHost(await ServiceHost.StartAsync(builder => builder.AddTraining(), app => app.MapGrpcService<TrainerService>(), configuration), folder);
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
        while (await call.ResponseStream.MoveNext(CancellationToken.None) && call.ResponseStream.Current.EventCase != TrainEvent.EventOneofCase.Epoch)
        {
        }
    }

    /// <summary>Stops the service as a signal would.</summary>
    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        Folder.Dispose();
    }
}
