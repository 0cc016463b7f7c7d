using System.Security.Cryptography;
using Google.Protobuf;
using MicroGenre.Onnx.Format;
using MicroGenre.Onnx.Graphs;
using MicroGenre.Signal;
using MicroGenre.Testing;
using DataType = MicroGenre.Onnx.Format.TensorProto.Types.DataType;

namespace MicroGenre.Extractors.Tests;

/// <summary>ONNX files of a few operators, written for a test.</summary>
internal static class SmallModel
{
    public const int Rate = 8000;
    public const int Window = 4000;

    /// <summary>Writes a model, and gives the settings that fit it: 8 kHz, windows of half a second.</summary>
    /// <param name="folder">Where the file is written.</param>
    /// <param name="shape">The shape of its input <c>input</c>.</param>
    /// <param name="compute">From the input to the output <c>output</c>, whose shape the file leaves open.</param>
    /// <param name="values">Values of a window's vector.</param>
    /// <param name="metadata">Keys with their values.</param>
    public static OnnxSettings Write(
        TemporaryFolder folder, string[] shape, Func<GraphValue, GraphValue> compute, int values,
        IReadOnlyDictionary<string, string>? metadata = null)
    {
        var graph = new GraphBuilder("small");
        graph.Output(compute(graph.Input("input", DataType.Float, shape)), "output", DataType.Float, "windows", "values");
        var model = new ModelProto
        {
            IrVersion = 8,
            Graph = graph.Graph,
            OpsetImport = { new OperatorSetIdProto { Version = 18 } },
            MetadataProps =
            {
                (metadata ?? new Dictionary<string, string>(StringComparer.Ordinal))
                    .Select(pair => new StringStringEntryProto { Key = pair.Key, Value = pair.Value }),
            },
        };
        var (file, bytes) = (folder[$"{Guid.NewGuid():N}.onnx"], model.ToByteArray());
        File.WriteAllBytes(file, bytes);
        return new OnnxSettings
        {
            File = file,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)),
            Values = values,
            SampleRate = Rate,
            WindowLength = Window,
            HopLength = Window,
        };
    }

    /// <summary>Mean and greatest value of a window, for the input <c>[1, samples]</c>.</summary>
    public static GraphValue MeanAndGreatest(GraphValue samples) =>
        GraphValue.Concat(1, samples.Mean(keep: true, 1), samples.Greatest(keep: true, 1));
}
