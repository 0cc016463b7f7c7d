using System.Runtime.InteropServices;
using Google.Protobuf;
using MicroGenre.Onnx.Format;
using DataType = MicroGenre.Onnx.Format.TensorProto.Types.DataType;

namespace MicroGenre.Onnx.Graphs;

/// <summary>Builds a graph: constants, nodes in the order of computation, inputs and outputs.</summary>
internal sealed class GraphBuilder
{
    private readonly GraphProto _graph;
    private readonly Counter _names;

    /// <param name="name">The name of the graph.</param>
    public GraphBuilder(string name)
        : this(name, new Counter())
    {
    }

    private GraphBuilder(string name, Counter names) => (_graph, _names) = (new GraphProto { Name = name }, names);

    /// <summary>The graph built so far.</summary>
    public GraphProto Graph => _graph;

    /// <summary>Creates a subgraph for an operator such as a loop. It can use the values of this graph.</summary>
    public GraphBuilder Inner(string name) => new(name, _names);

    /// <summary>Adds an input.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">The type of its values.</param>
    /// <param name="shape">The length of each axis, or a name if it is not fixed.</param>
    public GraphValue Input(string name, DataType type, params IReadOnlyList<string> shape)
    {
        _graph.Input.Add(Describe(name, type, shape));
        return new GraphValue(this, name);
    }

    /// <summary>Makes a value an output.</summary>
    /// <inheritdoc cref="Input"/>
    public void Output(GraphValue value, string name, DataType type, params IReadOnlyList<string> shape)
    {
        _graph.Node.Add(new NodeProto { OpType = "Identity", Name = name, Input = { value.Name }, Output = { name } });
        _graph.Output.Add(Describe(name, type, shape));
    }

    /// <summary>Adds an operator with one output.</summary>
    public GraphValue Apply(string operation, IReadOnlyList<GraphValue> inputs, params IReadOnlyList<AttributeProto> attributes) =>
        ApplyMany(operation, 1, inputs, attributes)[0];

    /// <summary>Adds an operator.</summary>
    /// <param name="operation">The name of the operator in the standard.</param>
    /// <param name="outputs">Number of outputs.</param>
    /// <param name="inputs">The inputs; <see cref="GraphValue.None"/> for one that is omitted.</param>
    /// <param name="attributes">The attributes.</param>
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

    /// <summary>Adds a constant in double precision: a scalar unless a shape is given.</summary>
    public GraphValue Doubles(ReadOnlySpan<double> values, params IReadOnlyList<long> shape) => Constant(DataType.Double, values, shape);

    /// <summary>Adds a constant in single precision.</summary>
    /// <inheritdoc cref="Doubles"/>
    public GraphValue Floats(ReadOnlySpan<float> values, params IReadOnlyList<long> shape) => Constant(DataType.Float, values, shape);

    /// <summary>Adds a constant of integers.</summary>
    /// <inheritdoc cref="Doubles"/>
    public GraphValue Longs(ReadOnlySpan<long> values, params IReadOnlyList<long> shape) => Constant(DataType.Int64, values, shape);

    /// <summary>Adds a list of integers: axes, shapes, indices.</summary>
    public GraphValue List(params ReadOnlySpan<long> values) => Longs(values, values.Length);

    /// <summary>The range 0, 1, … <paramref name="count"/> − 1.</summary>
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

    /// <summary>Creates names that are unique in the model.</summary>
    private sealed class Counter
    {
        private int _count;

        public string Next(string what) => $"{what}_{_count++}";
    }
}
