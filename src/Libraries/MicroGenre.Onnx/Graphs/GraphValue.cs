using MicroGenre.Onnx.Format;
using DataType = MicroGenre.Onnx.Format.TensorProto.Types.DataType;

namespace MicroGenre.Onnx.Graphs;

/// <summary>
/// A value of a graph, with operations on it. Arithmetic follows the standard: axes of length 1 are broadcast, as in NumPy. Constants take
/// the value's precision: <see cref="double"/> or, for integers, <see cref="long"/>.
/// </summary>
/// <param name="Graph">The graph that contains it.</param>
/// <param name="Name">Its name in the graph.</param>
internal readonly record struct GraphValue(GraphBuilder Graph, string Name)
{
    /// <summary>Stands for an optional input that is omitted.</summary>
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

    /// <summary>Concatenates values along an axis.</summary>
    public static GraphValue Concat(long axis, params IReadOnlyList<GraphValue> parts) =>
        parts is [var only] ? only : parts[0].Graph.Apply("Concat", parts, GraphAttribute.Of("axis", axis));

    public GraphValue Max(GraphValue other) => With("Max", other);

    public GraphValue Min(GraphValue other) => With("Min", other);

    public GraphValue Max(double least) => Max(Graph.Doubles([least]));

    public GraphValue Max(long least) => Max(Graph.Longs([least]));

    public GraphValue Clip(double least, double most) => Max(least).Min(Graph.Doubles([most]));

    public GraphValue MatMul(GraphValue right) => With("MatMul", right);

    /// <summary>The remainder; never negative for a positive divisor.</summary>
    public GraphValue Mod(GraphValue divisor) => With("Mod", divisor);

    public GraphValue And(GraphValue other) => With("And", other);

    public GraphValue Less(GraphValue other) => With("Less", other);

    public GraphValue LessOrEqual(GraphValue other) => With("LessOrEqual", other);

    public GraphValue Equal(GraphValue other) => With("Equal", other);

    /// <summary>Selects this value where a condition holds, otherwise the other.</summary>
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

    /// <summary>Reshapes the value: 0 keeps the length of an axis, −1 takes the remaining elements.</summary>
    public GraphValue Reshape(params ReadOnlySpan<long> shape) => With("Reshape", Graph.List(shape));

    public GraphValue Unsqueeze(params ReadOnlySpan<long> axes) => With("Unsqueeze", Graph.List(axes));

    public GraphValue Squeeze(params ReadOnlySpan<long> axes) => With("Squeeze", Graph.List(axes));

    /// <summary>Selects elements at indices along an axis. The axes of the indices replace it.</summary>
    public GraphValue Gather(GraphValue places, long axis) =>
        Graph.Apply("Gather", [this, places], GraphAttribute.Of("axis", axis));

    /// <summary>A slice along one axis; negative positions count from its end.</summary>
    public GraphValue Slice(long axis, long from, long to = long.MaxValue) =>
        Graph.Apply("Slice", [this, Graph.List(from), Graph.List(to), Graph.List(axis)]);

    /// <summary>The length of an axis, as a scalar.</summary>
    public GraphValue Length(long axis) => Alone("Shape").Gather(Graph.Longs([axis]), 0);

    public GraphValue Sum(bool keep, params ReadOnlySpan<long> axes) => Reduce("ReduceSum", keep, axes);

    public GraphValue Mean(bool keep, params ReadOnlySpan<long> axes) => Reduce("ReduceMean", keep, axes);

    public GraphValue Greatest(bool keep, params ReadOnlySpan<long> axes) => Reduce("ReduceMax", keep, axes);

    /// <summary>The index of the maximum along an axis, which is removed; the first if several are equal.</summary>
    public GraphValue ArgMax(long axis) => Alone("ArgMax", GraphAttribute.Of("axis", axis), GraphAttribute.Of("keepdims", 0));

    /// <summary>One-hot encoding of the maximum along the last axis.</summary>
    /// <param name="count">The length of the axis.</param>
    public GraphValue OneHot(long count) => Graph.List([.. Enumerable.Range(0, (int)count).Select(i => (long)i)])
        .Equal(ArgMax(-1).Unsqueeze(-1)).Cast(DataType.Double);

    /// <summary>Applies an operator to this value alone.</summary>
    public GraphValue Alone(string operation, params IReadOnlyList<AttributeProto> attributes) =>
        Graph.Apply(operation, [this], attributes);

    private GraphValue With(string operation, GraphValue other) => Graph.Apply(operation, [this, other]);

    private GraphValue Reduce(string operation, bool keep, ReadOnlySpan<long> axes) =>
        Graph.Apply(operation, [this, Graph.List(axes)], GraphAttribute.Of("keepdims", keep ? 1 : 0));
}
