using MicroGenre.Onnx.Format;
using DataType = MicroGenre.Onnx.Format.TensorProto.Types.DataType;

namespace MicroGenre.Onnx.Graphs;

/// <summary>
/// A value of a graph, and what can be computed of it. Arithmetic follows the standard: axes of length 1 go with any, as in NumPy. A number
/// beside a value is of the value's precision: a <see cref="double"/> or, where values are whole numbers, a <see cref="long"/>.
/// </summary>
/// <param name="Graph">Where it is.</param>
/// <param name="Name">What it is called there.</param>
internal readonly record struct GraphValue(GraphBuilder Graph, string Name)
{
    /// <summary>An input that an operator can do without.</summary>
    public static GraphValue None => new(null!, "");

    public static GraphValue operator +(GraphValue left, GraphValue right) => left.With("Add", right);

    public static GraphValue operator -(GraphValue left, GraphValue right) => left.With("Sub", right);

    public static GraphValue operator *(GraphValue left, GraphValue right) => left.With("Mul", right);

    public static GraphValue operator /(GraphValue left, GraphValue right) => left.With("Div", right);

    public static GraphValue operator +(GraphValue left, double right) => left + left.Graph.Doubles([right]);

    public static GraphValue operator -(GraphValue left, double right) => left - left.Graph.Doubles([right]);

    public static GraphValue operator *(GraphValue left, double right) => left * left.Graph.Doubles([right]);

    public static GraphValue operator /(GraphValue left, double right) => left / left.Graph.Doubles([right]);

    public static GraphValue operator +(GraphValue left, long right) => left + left.Graph.Longs([right]);

    public static GraphValue operator -(GraphValue left, long right) => left - left.Graph.Longs([right]);

    public static GraphValue operator *(GraphValue left, long right) => left * left.Graph.Longs([right]);

    public static GraphValue operator /(GraphValue left, long right) => left / left.Graph.Longs([right]);

    /// <summary>Values one after the other along an axis.</summary>
    public static GraphValue Concat(long axis, params IReadOnlyList<GraphValue> parts) =>
        parts is [var only] ? only : parts[0].Graph.Apply("Concat", parts, GraphAttribute.Of("axis", axis));

    public GraphValue Max(GraphValue other) => With("Max", other);

    public GraphValue Min(GraphValue other) => With("Min", other);

    public GraphValue Max(double least) => Max(Graph.Doubles([least]));

    public GraphValue Max(long least) => Max(Graph.Longs([least]));

    public GraphValue Clip(double least, double most) => Max(least).Min(Graph.Doubles([most]));

    public GraphValue MatMul(GraphValue right) => With("MatMul", right);

    /// <summary>The remainder, for a positive divisor never negative.</summary>
    public GraphValue Mod(GraphValue divisor) => With("Mod", divisor);

    public GraphValue And(GraphValue other) => With("And", other);

    public GraphValue Less(GraphValue other) => With("Less", other);

    public GraphValue LessOrEqual(GraphValue other) => With("LessOrEqual", other);

    public GraphValue Equal(GraphValue other) => With("Equal", other);

    /// <summary>This one where a condition holds, else the other.</summary>
    public GraphValue Where(GraphValue condition, GraphValue otherwise) => Graph.Apply("Where", [condition, this, otherwise]);

    public GraphValue Sqrt() => Alone("Sqrt");

    public GraphValue Exp() => Alone("Exp");

    public GraphValue Log() => Alone("Log");

    public GraphValue Abs() => Alone("Abs");

    public GraphValue Round() => Alone("Round");

    public GraphValue Relu() => Alone("Relu");

    public GraphValue Softmax(long axis = -1) => Alone("Softmax", GraphAttribute.Of("axis", axis));

    public GraphValue Cast(DataType type) => Alone("Cast", GraphAttribute.Of("to", (long)type));

    public GraphValue Transpose(params IReadOnlyList<long> order) => Alone("Transpose", GraphAttribute.Of("perm", order));

    /// <summary>The same values in another shape: 0 keeps the length of an axis, −1 takes what is left.</summary>
    public GraphValue Reshape(params ReadOnlySpan<long> shape) => With("Reshape", Graph.List(shape));

    public GraphValue Unsqueeze(params ReadOnlySpan<long> axes) => With("Unsqueeze", Graph.List(axes));

    public GraphValue Squeeze(params ReadOnlySpan<long> axes) => With("Squeeze", Graph.List(axes));

    /// <summary>What stands at places along an axis; the places' own axes take its place.</summary>
    public GraphValue Gather(GraphValue places, long axis) =>
        Graph.Apply("Gather", [this, places], GraphAttribute.Of("axis", axis));

    /// <summary>A part of one axis; negative places count from its end.</summary>
    public GraphValue Slice(long axis, long from, long to = long.MaxValue) =>
        Graph.Apply("Slice", [this, Graph.List(from), Graph.List(to), Graph.List(axis)]);

    /// <summary>The length of an axis, a number without axes.</summary>
    public GraphValue Length(long axis) => Alone("Shape").Gather(Graph.Longs([axis]), 0);

    public GraphValue Sum(bool keep, params ReadOnlySpan<long> axes) => Reduce("ReduceSum", keep, axes);

    public GraphValue Mean(bool keep, params ReadOnlySpan<long> axes) => Reduce("ReduceMean", keep, axes);

    public GraphValue Greatest(bool keep, params ReadOnlySpan<long> axes) => Reduce("ReduceMax", keep, axes);

    /// <summary>Where the greatest value along an axis is; of equal ones the first. The axis is left out.</summary>
    public GraphValue ArgMax(long axis) => Alone("ArgMax", GraphAttribute.Of("axis", axis), GraphAttribute.Of("keepdims", 0));

    /// <summary>1 where the greatest value along the last axis is, else 0.</summary>
    /// <param name="count">The length of the axis.</param>
    public GraphValue OneHot(long count) => Graph.List([.. Enumerable.Range(0, (int)count).Select(i => (long)i)])
        .Equal(ArgMax(-1).Unsqueeze(-1)).Cast(DataType.Double);

    /// <summary>Another operator of this value alone.</summary>
    public GraphValue Alone(string operation, params IReadOnlyList<AttributeProto> attributes) =>
        Graph.Apply(operation, [this], attributes);

    private GraphValue With(string operation, GraphValue other) => Graph.Apply(operation, [this, other]);

    private GraphValue Reduce(string operation, bool keep, ReadOnlySpan<long> axes) =>
        Graph.Apply(operation, [this, Graph.List(axes)], GraphAttribute.Of("keepdims", keep ? 1 : 0));
}
