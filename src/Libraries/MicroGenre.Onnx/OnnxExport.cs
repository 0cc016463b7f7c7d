using System.Reflection;
using Google.Protobuf;
using MicroGenre.Learning;
using MicroGenre.Onnx.Features;
using MicroGenre.Onnx.Format;
using MicroGenre.Onnx.Graphs;
using MicroGenre.Onnx.Models;
using MicroGenre.Signal.Files;
using DataType = MicroGenre.Onnx.Format.TensorProto.Types.DataType;

namespace MicroGenre.Onnx;

/// <summary>The input of an exported model.</summary>
public enum OnnxInput
{
    /// <summary>Mono samples at the sample rate of the model's features: <c>samples</c>, float32 <c>[time]</c>.</summary>
    Samples,

    /// <summary>The features of the model's recipe: <c>features</c>, float32 <c>[rows, frames]</c>.</summary>
    Features,
}

/// <summary>
/// Exports models as ONNX files (Open Neural Network Exchange, operator set 18), which other programs and browsers can run. The output is
/// <c>probabilities</c>, float32 <c>[genres]</c>, calibrated like the model's own. The file's metadata names the genres.
/// </summary>
/// <example><code>
/// using var model = new ModelRepository("models").Load("gtzan");
/// OnnxExport.Write(model, "gtzan.onnx", OnnxInput.Samples);
/// </code></example>
public static class OnnxExport
{
    private const int FormatVersion = 8;
    private const int OperatorVersion = 18;

    /// <summary>Writes a model to a file, atomically.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file to write.</param>
    /// <param name="input">The input of the exported model.</param>
    /// <exception cref="UnsupportedModelException">A part of the model cannot be exported; the message says which.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(GenreModel model, string path, OnnxInput input = OnnxInput.Samples)
    {
        ArgumentNullException.ThrowIfNull(model);
        WholeFile.Write(path, temporary => File.WriteAllBytes(temporary, Convert(model, input).ToByteArray()));
    }

    internal static ModelProto Convert(GenreModel model, OnnxInput input)
    {
        var (card, recipe) = (model.Card, model.Card.Recipe);
        var graph = new GraphBuilder(card.Name);
        var features = input == OnnxInput.Samples
            ? SpectrogramGraph.Of(graph.Input("samples", DataType.Float, "time"), recipe.Features)
            : graph.Input("features", DataType.Float, $"{recipe.Features.Rows}", "frames").Cast(DataType.Double);
        var probabilities = ClassifierGraph.Of(features, recipe, card.Labels, model.Weights());
        if (card.Calibration is { } calibration)
        {
            probabilities = (probabilities.Max(Calibration.SmallestProbability).Log() / calibration.Temperature).Softmax();
        }

        graph.Output(probabilities.Squeeze(0).Cast(DataType.Float), "probabilities", DataType.Float, $"{card.Labels.Count}");
        return new ModelProto
        {
            IrVersion = FormatVersion,
            ProducerName = "MicroGenre",
            ProducerVersion = typeof(OnnxExport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion,
            OpsetImport = { new OperatorSetIdProto { Version = OperatorVersion } },
            Graph = graph.Graph,
            MetadataProps =
            {
                Entry("model", $"{card.Name}/{card.Version}"),
                Entry("recipe", recipe.Name),
                Entry("labels", string.Join(',', card.Labels)),
                Entry("features", recipe.Features.CanonicalJson()),
            },
        };
    }

    private static StringStringEntryProto Entry(string key, string value) => new() { Key = key, Value = value };
}
