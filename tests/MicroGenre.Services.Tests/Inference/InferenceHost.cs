using Google.Protobuf;
using MicroGenre.Client.Uploads;
using MicroGenre.Contracts;
using MicroGenre.Contracts.OpenInference;
using MicroGenre.Learning;
using MicroGenre.ServiceTesting;
using MicroGenre.Serving.Data;
using MicroGenre.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MicroGenre.Inference.Tests;

/// <summary>An Inference service with a model repository and a data root of its own.</summary>
public sealed class InferenceHost : IAsyncDisposable
{
    private readonly ServiceHost _host;
    private readonly TemporaryFolder _folder;

    private InferenceHost(ServiceHost host, TemporaryFolder folder, ModelRepository models)
    {
        _host = host;
        _folder = folder;
        Models = models;
        Client = new Classifier.ClassifierClient(host.Channel);
    }

    public ModelRepository Models { get; }

    public Classifier.ClassifierClient Client { get; }

    public ModelControl.ModelControlClient Control => new(_host.Channel);

    public GRPCInferenceService.GRPCInferenceServiceClient OpenInference => new(_host.Channel);

    public LogRecorder Log => _host.Log;

    public IServiceProvider Services => _host.Services;

    public static async Task<InferenceHost> StartAsync(bool withModel = true, params (string Key, string? Value)[] settings)
    {
        var folder = new TemporaryFolder();
        var models = new ModelRepository(folder["models"]);
        Directory.CreateDirectory(folder["data"]);
        Directory.CreateDirectory(folder["models"]);
        if (withModel)
        {
            ToyGenres.Train(models, "toy");
        }

        var configuration = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [DataRoot.Setting] = folder["data"],
            [ModelFolder.Setting] = folder["models"],
            ["Inference:DefaultModel"] = "toy",
            ["Inference:RefreshInterval"] = "00:00:00.05",
        };
        foreach (var (key, value) in settings)
        {
            configuration[key] = value;
        }

        return new InferenceHost(
            await ServiceHost.StartAsync(builder => builder.AddInference(), app => app.MapInference(), configuration), folder, models);
    }

    public async Task<HealthStatus> HealthAsync() => (await Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Status;

    public string WriteData(string name, byte[] bytes)
    {
        File.WriteAllBytes(Path.Combine(_folder["data"], name), bytes);
        return name;
    }

    public Task<ClassifyReply> ClassifyAsync(byte[] audio, ClassifyOptions? options = null) =>
        ClassifyAsync(new AudioSource { Content = ByteString.CopyFrom(audio) }, options);

    public async Task<ClassifyReply> ClassifyAsync(AudioSource audio, ClassifyOptions? options = null) =>
        await Client.ClassifyAsync(new ClassifyRequest { Audio = audio, Options = options });

    public async Task<ClassifyReply> UploadAsync(byte[] audio, ClassifyOptions? options = null)
    {
        using var call = Client.ClassifyUpload();
        var header = new ClassifyUploadHeader { Upload = new UploadHeader { Name = "upload.wav" }, Options = options };
        var answer = call.ResponseAsync;
        await Task.WhenAll(answer, AudioUpload.SendAsync(call.RequestStream, header, new MemoryStream(audio)));
        return await answer;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
    }
}
