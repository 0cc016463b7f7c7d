using Google.Protobuf;
using Grpc.Core;
using MicroGenre.Client.Features;
using MicroGenre.Contracts.OpenInference;
using MicroGenre.ServiceTesting;
using MicroGenre.Signal;
using Tensor = MicroGenre.Contracts.OpenInference.ModelInferRequest.Types.InferInputTensor;

namespace MicroGenre.Inference.Tests;

public sealed class OpenInferenceTests : IAsyncLifetime
{
    private static readonly FeatureMatrix[] Tracks =
        [ToyGenres.FeaturesOf(ToyGenres.Track("low")), ToyGenres.FeaturesOf(ToyGenres.Track("high"))];

    private InferenceHost _host = null!;

    public async Task InitializeAsync() => _host = await InferenceHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_tensor_of_features_gets_the_probabilities_that_the_library_computes()
    {
        using var model = _host.Models.Load("toy");
        float[] expected = [.. model.Classify(Tracks).SelectMany(row => row)];

        var typed = await _host.OpenInference.ModelInferAsync(Request(Values()));
        Assert.Equal(("toy", "1", "7"), (typed.ModelName, typed.ModelVersion, typed.Id));
        var output = Assert.Single(typed.Outputs);
        Assert.Equal(("probabilities", "FP32"), (output.Name, output.Datatype));
        Assert.Equal([2, 2], output.Shape);
        Assert.All(expected.Zip(output.Contents.Fp32Contents), pair => Assert.Equal(pair.First, pair.Second, 5));

        var raw = Request([]);
        var bytes = new byte[Values().Length * sizeof(float)];
        FeatureBytes.Write(Values(), bytes);
        raw.RawInputContents.Add(ByteString.CopyFrom(bytes));
        var answer = await _host.OpenInference.ModelInferAsync(raw);
        var values = new float[4];
        FeatureBytes.Read(Assert.Single(answer.RawOutputContents).Span, values);
        Assert.All(expected.Zip(values), pair => Assert.Equal(pair.First, pair.Second, 5));
    }

    [Fact]
    public async Task Server_and_models_tell_what_they_are()
    {
        Assert.True((await _host.OpenInference.ServerLiveAsync(new ServerLiveRequest())).Live);
        Assert.True((await _host.OpenInference.ModelReadyAsync(new ModelReadyRequest { Name = "toy" })).Ready);
        Assert.True((await _host.OpenInference.ServerReadyAsync(new ServerReadyRequest())).Ready);
        Assert.False((await _host.OpenInference.ModelReadyAsync(new ModelReadyRequest { Name = "none" })).Ready);
        Assert.False((await _host.OpenInference.ModelReadyAsync(new ModelReadyRequest { Name = "toy", Version = "9" })).Ready);
        Assert.Equal("MicroGenre", (await _host.OpenInference.ServerMetadataAsync(new ServerMetadataRequest())).Name);
        var model = await _host.OpenInference.ModelMetadataAsync(new ModelMetadataRequest { Name = "toy" });
        Assert.Equal(["1"], model.Versions);
        Assert.Equal([-1, 32, -1], model.Inputs.Single().Shape);
        Assert.Equal([-1, 2], model.Outputs.Single().Shape);
    }

    [Fact]
    public async Task Tensors_that_are_not_as_agreed_are_refused()
    {
        foreach (var change in new Action<ModelInferRequest>[]
        {
            request => request.Inputs.Clear(),
            request => request.Inputs[0].Name = "image",
            request => request.Inputs[0].Datatype = "INT8",
            request => request.Inputs[0].Shape.Clear(),
            request => request.Inputs[0].Shape[0] = 3,
            request => request.Inputs[0].Shape[0] = -1,
            request => request.Inputs[0].Shape[0] = long.MaxValue,
            request => request.Inputs[0].Contents = null,
            request => request.RawInputContents.Add(ByteString.CopyFromUtf8("123")),
            request => request.Outputs.Add(new ModelInferRequest.Types.InferRequestedOutputTensor { Name = "logits" }),
            request => request.ModelVersion = "newest",
            request => request.Inputs[0].Contents.Fp32Contents[5] = float.NaN,
            request => (request.Inputs[0].Shape[1], request.Inputs[0].Shape[2]) = (request.Inputs[0].Shape[2], request.Inputs[0].Shape[1]),
        })
        {
            var request = Request(Values());
            change(request);
            await Calls.RefusedAsync(StatusCode.InvalidArgument, () => _host.OpenInference.ModelInferAsync(request).ResponseAsync);
        }

        var unknown = Request(Values());
        unknown.ModelName = "none";
        await Calls.RefusedAsync(StatusCode.NotFound, () => _host.OpenInference.ModelInferAsync(unknown).ResponseAsync);
    }

    private static float[] Values() => [.. Tracks.SelectMany(track => track.Values)];

    private static ModelInferRequest Request(float[] values) => new()
    {
        ModelName = "toy",
        Id = "7",
        Inputs =
        {
            new Tensor
            {
                Name = "features",
                Datatype = "FP32",
                Shape = { Tracks.Length, Tracks[0].Rows, Tracks[0].Frames },
                Contents = values.Length > 0 ? new InferTensorContents { Fp32Contents = { values } } : null,
            },
        },
    };
}
