using Google.Protobuf;
using MicroGenre.Onnx.Format;
using AttributeType = MicroGenre.Onnx.Format.AttributeProto.Types.AttributeType;

namespace MicroGenre.Onnx.Graphs;

/// <summary>Creates attributes of operators.</summary>
internal static class GraphAttribute
{
    public static AttributeProto Of(string name, long value) => new() { Name = name, Type = AttributeType.Int, I = value };

    public static AttributeProto Of(string name, float value) => new() { Name = name, Type = AttributeType.Float, F = value };

    public static AttributeProto Of(string name, params IEnumerable<long> values) =>
        new() { Name = name, Type = AttributeType.Ints, Ints = { values } };

    public static AttributeProto Of(string name, string value) =>
        new() { Name = name, Type = AttributeType.String, S = ByteString.CopyFromUtf8(value) };

    public static AttributeProto Of(string name, GraphProto value) => new() { Name = name, Type = AttributeType.Graph, G = value };
}
