using Google.Protobuf;
using Grpc.Core;
using MicroGenre.Contracts;
using MicroGenre.Contracts.OpenInference;
using MicroGenre.Extractors.Tests;
using MicroGenre.ServiceTesting;
using MicroGenre.Signal;
using MicroGenre.Testing;

namespace MicroGenre.Inference.Tests;

/// <summary>Services train and serve models whose features a model from outside computes.</summary>
public sealed class ExtractorTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<KillableService> _services = [];
    private OnnxSettings _settings = null!;

    public Task InitializeAsync()
    {
        Directory.CreateDirectory(_folder["models"]);
        Directory.CreateDirectory(_folder["extractors"]);
        ToyGenres.WriteFolders(_folder["data"]);
        var written = SmallModel.Write(_folder, ["batch", "samples"], values => values.Abs().Mean(keep: true, 1), values: 1);
        File.Move(written.File, _folder["extractors/mean.onnx"]);
        _settings = written with { File = "mean.onnx" };
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        foreach (var service in _services)
        {
            await service.DisposeAsync();
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_model_with_an_extractor_is_trained_and_classifies_uploads_and_tensors()
    {
        var features = await StartAsync("MicroGenre.FeatureExtraction");
        var at = ("services__feature-extraction__grpc__0", $"http://{new Uri($"http://{features.Channel.Target}").Authority}");
        var training = new Trainer.TrainerClient((await StartAsync("MicroGenre.Training", at)).Channel);
        var inference = await StartAsync("MicroGenre.Inference", at, ("Inference__DefaultModel", "outside"));

        var request = new TrainRequest
        {
            Model = "outside",
            RecipeJson = $$"""
                { "name": "outside", "features": {{_settings.CanonicalJson()}},
                  "classifier": { "kind": "nearest-neighbors", "parameters": { "neighbors": 1 } } }
                """,
            Data = new DataSet { Folder = "." },
        };
        using var call = training.Train(request);
        TrainResult? trained = null;
        await foreach (var step in call.ResponseStream.ReadAllAsync())
        {
            trained = step.Finished ?? trained;
        }

        Assert.Equal("outside", trained!.Model);
        var client = new Classifier.ClassifierClient(inference.Channel);
        ClassifyReply? reply = null;
        await Eventually.HoldsAsync(
            async () =>
            {
                try
                {
                    reply = await client.ClassifyAsync(new ClassifyRequest
                    {
                        Audio = new AudioSource { Content = ByteString.CopyFrom(ToyGenres.Track("low")) },
                    });
                    return true;
                }
                catch (RpcException e) when (e.StatusCode is StatusCode.NotFound or StatusCode.Unavailable)
                {
                    return false;
                }
            },
            TimeSpan.FromMinutes(1), "the model is served");
        Assert.Equal(("outside", 2), (reply!.Model, reply.Prediction.Genres.Count));

        var tensor = new ModelInferRequest
        {
            ModelName = "outside",
            Inputs =
            {
                new ModelInferRequest.Types.InferInputTensor
                {
                    Name = "features", Datatype = "FP32", Shape = { 1, 1, 3 },
                    Contents = new InferTensorContents { Fp32Contents = { 0.1f, 0.2f, 0.3f } },
                },
            },
        };
        var answer = await new GRPCInferenceService.GRPCInferenceServiceClient(inference.Channel).ModelInferAsync(tensor);
        Assert.Equal([1, 2], answer.Outputs.Single().Shape);
    }

    [Fact]
    public async Task Files_outside_of_the_folder_and_services_without_one_are_refused()
    {
        var features = new Contracts.FeatureExtractor.FeatureExtractorClient((await StartAsync("MicroGenre.FeatureExtraction")).Channel);
        var outside = await RefusalAsync(features, _settings with { File = _folder["data/high/high.0.wav"] });
        Assert.Equal(StatusCode.FailedPrecondition, outside.StatusCode);
        Assert.Contains("folder of extractors", outside.Detail, StringComparison.Ordinal);

        var missing = await RefusalAsync(features, _settings with { File = "none.onnx" });
        Assert.Equal(StatusCode.FailedPrecondition, missing.StatusCode);
    }

    private static async Task<Status> RefusalAsync(Contracts.FeatureExtractor.FeatureExtractorClient client, FeatureSettings settings) =>
        (await Assert.ThrowsAsync<RpcException>(async () => await client.ExtractAsync(new ExtractRequest
        {
            Audio = new AudioSource { Content = ByteString.CopyFrom(ToyGenres.Track("low")) },
            Features = { new FeatureSpec { Json = settings.CanonicalJson() } },
        }))).Status;

    private async Task<KillableService> StartAsync(string project, params (string Name, string Value)[] settings)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["MICROGENRE_DATA"] = _folder["data"],
            ["MICROGENRE_MODELS"] = _folder["models"],
            ["Extractors__Folder"] = _folder["extractors"],
        };
        foreach (var (name, value) in settings)
        {
            environment[name] = value;
        }

        var service = await KillableService.StartAsync(project, environment);
        _services.Add(service);
        return service;
    }
}
