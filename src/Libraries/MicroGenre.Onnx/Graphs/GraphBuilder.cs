using System.Runtime.InteropServices;
using Google.Protobuf;
using MicroGenre.Onnx.Format;
using DataType = MicroGenre.Onnx.Format.TensorProto.Types.DataType;

namespace MicroGenre.Onnx.Graphs;

/// <summary>Writes a graph: constants, nodes in the order in which they are computed, inputs and outputs.</summary>
internal sealed class GraphBuilder
{
    private readonly GraphProto _graph;
    private readonly Counter _names;

    /// <param name="name">What the graph is called.</param>
    public GraphBuilder(string name)
        : this(name, new Counter())
    {
    }

    private GraphBuilder(string name, Counter names) => (_graph, _names) = (new GraphProto { Name = name }, names);

    /// <summary>What has been written.</summary>
    public GraphProto Graph => _graph;

    /// <summary>A graph within this one, for an operator that runs it; it sees the values of this one.</summary>
    public GraphBuilder Inner(string name) => new(name, _names);

    /// <summary>An input of the graph.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">The type of its values.</param>
    /// <param name="shape">For each axis its length, or a name where that is not fixed.</param>
    public GraphValue Input(string name, DataType type, params IReadOnlyList<string> shape)
    {
        _graph.Input.Add(Describe(name, type, shape));
        return new GraphValue(this, name);
    }

    /// <summary>Makes a value an output of the graph.</summary>
    /// <inheritdoc cref="Input"/>
    public void Output(GraphValue value, string name, DataType type, params IReadOnlyList<string> shape)
    {
        _graph.Node.Add(new NodeProto { OpType = "Identity", Name = name, Input = { value.Name }, Output = { name } });
        _graph.Output.Add(Describe(name, type, shape));
    }

    /// <summary>The only output of an operator.</summary>
    public GraphValue Apply(string operation, IReadOnlyList<GraphValue> inputs, params IReadOnlyList<AttributeProto> attributes) =>
        ApplyMany(operation, 1, inputs, attributes)[0];

    /// <summary>The outputs of an operator.</summary>
    /// <param name="operation">What the standard calls it.</param>
    /// <param name="outputs">How many outputs are wanted.</param>
    /// <param name="inputs">Its inputs; <see cref="GraphValue.None"/> for one that is left out.</param>
    /// <param name="attributes">Its parameters.</param>
    public GraphValue[] ApplyMany(
        string operation, int outputs, IReadOnlyList<GraphValue> inputs, params IReadOnlyList<AttributeProto> attributes)
    {
        var node = new NodeProto { OpType = operation, Name = _names.Next(operation) };
        node.Input.AddRange(inputs.Select(input => input.Name));
        node.Output.AddRange(Enumerable.Range(0, outputs).Select(i => outputs == 1 ? node.Name : $"{node.Name}_{i}"));
        node.Attribute.AddRange(attributes);
        _graph.Node.Add(node);
        return [.. node.Output.Select(name => new GraphValue(this, name))];
    }

    /// <summary>A constant in double precision; a single value without axes unless a shape is given.</summary>
    public GraphValue Doubles(ReadOnlySpan<double> values, params IReadOnlyList<long> shape) => Constant(DataType.Double, values, shape);

    /// <summary>A constant in single precision.</summary>
    /// <inheritdoc cref="Doubles"/>
    public GraphValue Floats(ReadOnlySpan<float> values, params IReadOnlyList<long> shape) => Constant(DataType.Float, values, shape);

    /// <summary>A constant of whole numbers.</summary>
    /// <inheritdoc cref="Doubles"/>
    public GraphValue Longs(ReadOnlySpan<long> values, params IReadOnlyList<long> shape) => Constant(DataType.Int64, values, shape);

    /// <summary>A list of whole numbers: axes, shapes, indices.</summary>
    public GraphValue List(params ReadOnlySpan<long> values) => Longs(values, values.Length);

    /// <summary>0, 1, … up to before a number.</summary>
    public GraphValue Range(GraphValue count) => Apply("Range", [Longs([0]), count, Longs([1])]);

    private GraphValue Constant<T>(DataType type, ReadOnlySpan<T> values, IReadOnlyList<long> shape)
        where T : unmanaged
    {
        var tensor = new TensorProto
        {
            Name = _names.Next("constant"),
            DataType = type,
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values)),
            Dims = { shape },
        };
        _graph.Initializer.Add(tensor);
        return new GraphValue(this, tensor.Name);
    }

    private static ValueInfoProto Describe(string name, DataType type, IReadOnlyList<string> shape) => new()
    {
        Name = name,
        Type = new TypeProto
        {
            TensorType = new TypeProto.Types.Tensor
            {
                ElemType = type,
                Shape = new TensorShapeProto
                {
                    Dim =
                    {
                        shape.Select(length => long.TryParse(length, out var fixedLength)
                            ? new TensorShapeProto.Types.Dimension { DimValue = fixedLength }
                            : new TensorShapeProto.Types.Dimension { DimParam = length }),
                    },
                },
            },
        },
    };

    /// <summary>Names that no other value of the model has.</summary>
    private sealed class Counter
    {
        private int _count;

        public string Next(string what) => $"{what}_{_count++}";
    }
}
