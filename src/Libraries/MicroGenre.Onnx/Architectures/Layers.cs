using MicroGenre.Learning;
using MicroGenre.Onnx.Graphs;
using MicroGenre.Onnx.Vectors;
using DataType = MicroGenre.Onnx.Format.TensorProto.Types.DataType;

namespace MicroGenre.Onnx.Architectures;

/// <summary>Adds layers of a network to a graph by their PyTorch names, in single precision.</summary>
/// <param name="graph">The graph to write to.</param>
/// <param name="weights">The weights of the network.</param>
internal sealed class Layers(GraphBuilder graph, IReadOnlyDictionary<string, TensorData> weights)
{
    // PyTorch orders gates as input, forget, cell, output; ONNX as input, output, forget, cell.
    private static readonly int[] LstmGates = [0, 3, 1, 2];

    // PyTorch orders gates as reset, update, new; ONNX as update, reset, new.
    private static readonly int[] GruGates = [1, 0, 2];

    /// <summary>Whether the weights contain a name.</summary>
    public bool Has(string name) => weights.ContainsKey(name);

    /// <summary>A weight as a constant.</summary>
    public GraphValue Weight(string name) => graph.Floats(weights.Require(name).ToSingle(), weights.Require(name).Shape);

    public GraphValue Linear(GraphValue input, string name) =>
        graph.Apply("Gemm", [input, Weight($"{name}.weight"), Weight($"{name}.bias")], GraphAttribute.Of("transB", 1));

    /// <summary>A convolution with the same stride and padding along all axes.</summary>
    public GraphValue Convolution(GraphValue input, string name, long padding, long stride = 1)
    {
        var kernel = weights.Require($"{name}.weight").Shape.Skip(2).ToList();
        return graph.Apply(
            "Conv",
            [input, Weight($"{name}.weight"), .. Has($"{name}.bias") ? (GraphValue[])[Weight($"{name}.bias")] : []],
            GraphAttribute.Of("kernel_shape", kernel),
            GraphAttribute.Of("pads", Enumerable.Repeat(padding, 2 * kernel.Count)),
            GraphAttribute.Of("strides", Enumerable.Repeat(stride, kernel.Count)));
    }

    public GraphValue BatchNorm(GraphValue input, string name) => graph.Apply(
        "BatchNormalization",
        [input, .. ((string[])["weight", "bias", "running_mean", "running_var"]).Select(part => Weight($"{name}.{part}"))],
        GraphAttribute.Of("epsilon", 1e-5f));

    public GraphValue MaxPool(GraphValue input, long height, long width) => Pool("MaxPool", input, height, width);

    public GraphValue AveragePool(GraphValue input, params IReadOnlyList<long> lengths) => Pool("AveragePool", input, lengths);

    /// <summary>Max pooling of overlapping squares.</summary>
    public GraphValue MaxPool(GraphValue input, long length, long stride, long padding) => graph.Apply(
        "MaxPool", [input],
        GraphAttribute.Of("kernel_shape", length, length),
        GraphAttribute.Of("strides", stride, stride),
        GraphAttribute.Of("pads", padding, padding, padding, padding));

    /// <summary>Averages over <paramref name="spans"/> spans of an axis, which overlap if its length is not a multiple.</summary>
    public GraphValue AdaptiveAverage(GraphValue input, long axis, long spans)
    {
        var members = Spans(input.Length(axis), spans);
        return input.MatMul(FrameBlocks.Means(members).Cast(DataType.Float).Transpose(1, 0));
    }

    /// <summary>
    /// The greatest values of <paramref name="spans"/> spans of the last axis, which overlap if its length is not a multiple.
    /// </summary>
    public GraphValue AdaptiveMax(GraphValue input, long axis, long spans)
    {
        var members = Spans(input.Length(axis), spans).Cast(DataType.Bool);
        return input.Unsqueeze(axis).Where(members, graph.Floats([float.MinValue])).Greatest(keep: false, axis + 1);
    }

    /// <summary>Stacked LSTM layers: the last layer's state after the last step, <c>[batch, units]</c>.</summary>
    /// <param name="input">The sequence, <c>[batch, steps, features]</c>.</param>
    /// <param name="name">The name of the list of layers among the weights.</param>
    public GraphValue LstmState(GraphValue input, string name)
    {
        var (steps, state) = (input.Transpose(1, 0, 2), input);
        for (var layer = 0; Has($"{name}.{layer}.weight_ih_l0"); layer++)
        {
            var (outputs, hidden) = Recurrent("LSTM", steps, $"{name}.{layer}", LstmGates);
            // [steps, directions, batch, units]
            steps = outputs.Transpose(0, 2, 1, 3).Reshape(0, 0, -1);
            state = hidden.Transpose(1, 0, 2).Reshape(0, -1);
        }

        return state;
    }

    /// <summary>A GRU's state after the last step, <c>[batch, units]</c>.</summary>
    /// <inheritdoc cref="LstmState"/>
    public GraphValue GruState(GraphValue input, string name) =>
        Recurrent("GRU", input.Transpose(1, 0, 2), name, GruGates, GraphAttribute.Of("linear_before_reset", 1)).State.Squeeze(0);

    /// <summary>The final state, <c>[batch, units]</c>, of a GRU whose steps start from the mean of two earlier states.</summary>
    /// <param name="input">The sequence, <c>[batch, steps, features]</c>.</param>
    /// <param name="name">The name of the cell among the weights.</param>
    /// <param name="skip">The distance of the second state, in steps.</param>
    public GraphValue SkipGruState(GraphValue input, string name, int skip)
    {
        var steps = input.Transpose(1, 0, 2);
        var units = weights.Require($"{name}.weight_hh").Shape[1];
        GraphValue Part(string part) => Gates(weights.Require($"{name}.{part}"), GruGates);
        var (weight, recurrence, bias) = (
            Part("weight_ih"), Part("weight_hh"), GraphValue.Concat(1, Part("bias_ih"), Part("bias_hh")));

        var body = graph.Inner("skip_gru");
        var step = body.Input($"{steps.Name}_step", DataType.Int64);
        var going = body.Input($"{steps.Name}_going", DataType.Bool);
        var state = body.Input($"{steps.Name}_state", DataType.Float, "1", "batch", $"{units}");
        var earlier = body.Input($"{steps.Name}_earlier", DataType.Float, $"{skip}", "batch", $"{units}");
        var values = body.Apply("Gather", [steps, step], GraphAttribute.Of("axis", 0)).Unsqueeze(0);
        var mean = (state + earlier.Slice(0, 0, 1)) * body.Floats([0.5f]);
        var start = mean.Where(body.Longs([skip]).LessOrEqual(step), state);
        var next = body.ApplyMany(
            "GRU", 2, [values, weight, recurrence, bias, GraphValue.None, start],
            GraphAttribute.Of("hidden_size", units), GraphAttribute.Of("linear_before_reset", 1))[1];
        body.Output(going, $"{steps.Name}_goes_on", DataType.Bool);
        body.Output(next, $"{steps.Name}_next_state", DataType.Float, "1", "batch", $"{units}");
        body.Output(
            GraphValue.Concat(0, earlier.Slice(0, 1), next), $"{steps.Name}_next_earlier", DataType.Float, $"{skip}", "batch", $"{units}");

        return graph.ApplyMany(
            "Loop", 2, [steps.Length(0), GraphValue.None, Zeros(1), Zeros(skip)], GraphAttribute.Of("body", body.Graph))[0].Squeeze(0);

        GraphValue Zeros(long count) => graph.Apply(
            "Expand",
            [graph.Floats([0]), GraphValue.Concat(0, graph.List(count), steps.Length(1).Unsqueeze(0), graph.List(units))]);
    }

    private (GraphValue Outputs, GraphValue State) Recurrent(
        string operation, GraphValue steps, string name, int[] gates, params IReadOnlyList<Format.AttributeProto> attributes)
    {
        string[] directions = Has($"{name}.weight_ih_l0_reverse") ? ["", "_reverse"] : [""];
        var units = weights.Require($"{name}.weight_hh_l0").Shape[1];
        var outputs = graph.ApplyMany(
            operation,
            2,
            [steps, Stack("weight_ih_l0"), Stack("weight_hh_l0"), GraphValue.Concat(1, Stack("bias_ih_l0"), Stack("bias_hh_l0"))],
            [
                GraphAttribute.Of("hidden_size", units),
                GraphAttribute.Of("direction", directions.Length == 2 ? "bidirectional" : "forward"),
                .. attributes,
            ]);
        return (outputs[0], outputs[1]);

        // [directions, gates · units, …]
        GraphValue Stack(string part) =>
            GraphValue.Concat(0, [.. directions.Select(direction => Gates(weights.Require($"{name}.{part}{direction}"), gates))]);
    }

    private GraphValue Gates(TensorData weight, int[] gates)
    {
        var values = weight.ToSingle();
        var size = values.Length / gates.Length;
        return graph.Floats([.. gates.SelectMany(gate => values[(gate * size)..((gate + 1) * size)])], [1, .. weight.Shape]);
    }

    private GraphValue Pool(string operation, GraphValue input, params IReadOnlyList<long> lengths) =>
        graph.Apply(operation, [input], GraphAttribute.Of("kernel_shape", lengths), GraphAttribute.Of("strides", lengths));

    // Whether each place lies in a span, [spans, places]: 1 or 0.
    private GraphValue Spans(GraphValue length, long spans)
    {
        var span = graph.Range(graph.Longs([spans])).Unsqueeze(1);
        return FrameBlocks.Of(span * length / spans, (((span + 1L) * length) + (spans - 1)) / spans, graph.Range(length));
    }
}
