using Grpc.Core;
using MicroGenre.Client.Features;
using MicroGenre.Contracts.OpenInference;
using MicroGenre.Inference.Classification;
using MicroGenre.Inference.Models;
using MicroGenre.Serving.Calls;

namespace MicroGenre.Inference.OpenInference;

/// <summary>Implements the Open Inference Protocol v2, so that clients of Triton and KServe work unchanged.</summary>
public sealed class OpenInferenceService(ModelCache models, TrackClassifier classifier) : GRPCInferenceService.GRPCInferenceServiceBase
{
    private const string Output = "probabilities";

    /// <inheritdoc/>
    public override Task<ServerLiveResponse> ServerLive(ServerLiveRequest request, ServerCallContext context) =>
        Task.FromResult(new ServerLiveResponse
    {
        Live = true,
    });

    /// <inheritdoc/>
    public override Task<ServerReadyResponse> ServerReady(ServerReadyRequest request, ServerCallContext context) =>
        Task.FromResult(new ServerReadyResponse { Ready = models.State().Ready });

    /// <inheritdoc/>
    public override async Task<ModelReadyResponse> ModelReady(ModelReadyRequest request, ServerCallContext context)
    {
        try
        {
            using var lease = await models.RentAsync(request.Name, VersionOf(request.Version), context.CancellationToken);
            return new ModelReadyResponse { Ready = true };
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.NotFound or StatusCode.FailedPrecondition)
        {
            return new ModelReadyResponse { Ready = false };
        }
    }

    /// <inheritdoc/>
    public override Task<ServerMetadataResponse> ServerMetadata(ServerMetadataRequest request, ServerCallContext context) =>
        Task.FromResult(new ServerMetadataResponse
        {
            Name = "MicroGenre",
            Version = typeof(OpenInferenceService).Assembly.GetName().Version!.ToString(3),
        });

    /// <inheritdoc/>
    public override async Task<ModelMetadataResponse> ModelMetadata(ModelMetadataRequest request, ServerCallContext context)
    {
        using var lease = await models.RentAsync(request.Name, VersionOf(request.Version), context.CancellationToken);
        var card = lease.Loaded.Card;
        var response = new ModelMetadataResponse { Name = card.Name, Platform = "microgenre" };
        response.Versions.AddRange(models.List().Where(model => string.Equals(model.Card.Name, card.Name, StringComparison.Ordinal))
            .Select(model => $"{model.Card.Version}"));
        response.Inputs.Add(new ModelMetadataResponse.Types.TensorMetadata
        {
            Name = FeatureTensor.Name,
            Datatype = FeatureTensor.DataType,
            Shape = { -1, card.Recipe.Features.Rows, -1 },
        });
        response.Outputs.Add(new ModelMetadataResponse.Types.TensorMetadata
        {
            Name = Output,
            Datatype = FeatureTensor.DataType,
            Shape = { -1, card.Labels.Count },
        });
        return response;
    }

    /// <inheritdoc/>
    public override async Task<ModelInferResponse> ModelInfer(ModelInferRequest request, ServerCallContext context)
    {
        if (request.Outputs.FirstOrDefault(output => !string.Equals(output.Name, Output, StringComparison.Ordinal)) is { } unknown)
        {
            throw RpcErrors.InvalidArgument($"outputs: there is no '{unknown.Name}'; the only output is '{Output}'.");
        }

        var tracks = FeatureTensor.Read(request);
        using var lease = await models.RentAsync(request.ModelName, VersionOf(request.ModelVersion), context.CancellationToken);
        var answer = await classifier.ClassifyAsync(lease, tracks, context.CancellationToken);
        var response = new ModelInferResponse
        {
            ModelName = lease.Loaded.Card.Name,
            ModelVersion = $"{lease.Loaded.Card.Version}",
            Id = request.Id,
        };
        var tensor = new ModelInferResponse.Types.InferOutputTensor
        {
            Name = Output,
            Datatype = FeatureTensor.DataType,
            Shape = { tracks.Count, lease.Loaded.Card.Labels.Count },
        };
        float[] values = [.. answer.Answers.SelectMany(track => track.Probabilities)];
        if (request.RawInputContents.Count > 0)
        {
            var bytes = new byte[values.Length * sizeof(float)];
            FeatureBytes.Write(values, bytes);
            response.RawOutputContents.Add(Google.Protobuf.UnsafeByteOperations.UnsafeWrap(bytes));
        }
        else
        {
            tensor.Contents = new InferTensorContents { Fp32Contents = { values } };
        }

        response.Outputs.Add(tensor);
        return response;
    }

    private static int VersionOf(string version) => version.Length == 0 ? 0
        : int.TryParse(version, System.Globalization.NumberStyles.None, null, out var number) && number > 0 ? number
        : throw RpcErrors.InvalidArgument($"version: '{version}' is not a valid version; versions count from 1.");
}
