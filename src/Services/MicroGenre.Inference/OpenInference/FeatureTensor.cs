using MicroGenre.Client.Features;
using MicroGenre.Contracts.OpenInference;
using MicroGenre.Serving.Calls;
using MicroGenre.Signal;

namespace MicroGenre.Inference.OpenInference;

/// <summary>Reads the tensor of features: <c>[tracks, rows, frames]</c> or, for one track, <c>[rows, frames]</c>.</summary>
internal static class FeatureTensor
{
    public const string Name = "features";
    public const string DataType = "FP32";

    /// <summary>Reads the tracks of a request.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: the tensor is missing, has another type or shape, or the wrong number of
    /// values.</exception>
    public static IReadOnlyList<FeatureMatrix> Read(ModelInferRequest request)
    {
        if (request.Inputs is not [var input] || !string.Equals(input.Name, Name, StringComparison.Ordinal))
        {
            throw RpcErrors.InvalidArgument($"inputs: exactly one is expected, '{Name}'.");
        }

        if (!string.Equals(input.Datatype, DataType, StringComparison.Ordinal))
        {
            throw RpcErrors.InvalidArgument($"inputs[0].datatype: {DataType} is expected, not '{input.Datatype}'.");
        }

        var (tracks, rows, frames) = ShapeOf(input);
        var values = ValuesOf(request, input);
        if (values.Length != tracks * rows * frames)
        {
            throw RpcErrors.InvalidArgument($"inputs[0]: its shape needs {tracks * rows * frames} values, not {values.Length}.");
        }

        var size = (int)(rows * frames);
        return [.. Enumerable.Range(0, (int)tracks)
            .Select(i => new FeatureMatrix((int)rows, (int)frames, values[(i * size)..((i + 1) * size)]))];
    }

    private static (long Tracks, long Rows, long Frames) ShapeOf(ModelInferRequest.Types.InferInputTensor input)
    {
        // No message can hold more values than this, so that no product below overflows.
        const int Most = 1 << 20;
        var shape = input.Shape;
        return shape.All(size => size is > 0 and <= Most)
            ? shape switch
            {
                [var tracks, var rows, var frames] => (tracks, rows, frames),
                [var rows, var frames] => (1, rows, frames),
                _ => throw Unexpected(),
            }
            : throw Unexpected();

        Grpc.Core.RpcException Unexpected() =>
            RpcErrors.InvalidArgument($"inputs[0].shape: [tracks, rows, frames] is expected, not [{string.Join(", ", shape)}].");
    }

    private static float[] ValuesOf(ModelInferRequest request, ModelInferRequest.Types.InferInputTensor input)
    {
        if (request.RawInputContents.Count == 0)
        {
            return [.. input.Contents?.Fp32Contents ?? []];
        }

        if (request.RawInputContents is not [var raw] || raw.Length % sizeof(float) != 0)
        {
            throw RpcErrors.InvalidArgument("raw_input_contents: exactly one tensor of whole 32-bit floats is expected.");
        }

        var values = new float[raw.Length / sizeof(float)];
        FeatureBytes.Read(raw.Span, values);
        return values;
    }
}
