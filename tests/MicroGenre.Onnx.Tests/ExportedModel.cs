using Google.Protobuf;
using MicroGenre.Learning;
using MicroGenre.Signal;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace MicroGenre.Onnx.Tests;

/// <summary>An exported model in ONNX Runtime.</summary>
internal sealed class ExportedModel(GenreModel model, OnnxInput input) : IDisposable
{
    private readonly InferenceSession _session = new(OnnxExport.Convert(model, input).ToByteArray());

    public IReadOnlyDictionary<string, string> Metadata => _session.ModelMetadata.CustomMetadataMap;

    public float[] Classify(float[] samples) => Run("samples", new DenseTensor<float>(samples, [samples.Length]));

    public float[] Classify(FeatureMatrix features) =>
        Run("features", new DenseTensor<float>(features.Values.ToArray(), [features.Rows, features.Frames]));

    public void Dispose() => _session.Dispose();

    private float[] Run(string name, DenseTensor<float> values)
    {
        using var outputs = _session.Run([NamedOnnxValue.CreateFromTensor(name, values)]);
        return [.. outputs.Single(output => output.Name == "probabilities").AsEnumerable<float>()];
    }
}
