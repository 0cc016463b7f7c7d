using MicroGenre.Learning;
using MicroGenre.Onnx.Graphs;
using DataType = MicroGenre.Onnx.Format.TensorProto.Types.DataType;

namespace MicroGenre.Onnx.Learners;

/// <summary>A decision tree or a forest: every vector moves from the roots to leaves, in all trees at once.</summary>
internal static class TreeGraph
{
    /// <inheritdoc cref="LearnerGraph.Of"/>
    public static GraphValue Of(GraphValue vectors, IReadOnlyDictionary<string, TensorData> weights)
    {
        var graph = vectors.Graph;
        var (feature, shares) = (weights.Require("feature").ToInt64(), weights.Require("shares"));
        // A vector in a leaf stays there.
        long[] left = [.. weights.Require("left").ToInt64().Select((next, node) => feature[node] < 0 ? node : next)];
        long[] right = [.. weights.Require("right").ToInt64().Select((next, node) => feature[node] < 0 ? node : next)];
        var roots = weights.TryGetValue("roots", out var stored) ? stored.ToInt64() : [0];
        var (features, thresholds) = (
            graph.List(Array.ConvertAll(feature, value => Math.Max(0, value))),
            graph.Doubles(weights.Require("threshold").ToDouble(), feature.Length));
        var (lefts, rights) = (graph.List(left), graph.List(right));

        var body = graph.Inner("descend");
        body.Input($"{vectors.Name}_step", DataType.Int64);
        var going = body.Input($"{vectors.Name}_going", DataType.Bool);
        var places = body.Input($"{vectors.Name}_places", DataType.Int64, "vectors", "trees");
        GraphValue At(GraphValue table) => body.Apply("Gather", [table, places]);
        var values = body.Apply("GatherElements", [vectors, At(features)], GraphAttribute.Of("axis", 1));
        var next = At(lefts).Where(values.LessOrEqual(At(thresholds)), At(rights));
        body.Output(going, $"{vectors.Name}_goes_on", DataType.Bool);
        body.Output(next, $"{vectors.Name}_next_places", DataType.Int64, "vectors", "trees");

        var shape = GraphValue.Concat(0, vectors.Length(0).Unsqueeze(0), graph.List(roots.Length));
        var start = graph.Apply("Expand", [graph.Longs(roots, 1, roots.Length), shape]);
        var leaves = graph.ApplyMany(
            "Loop", 1, [graph.Longs([Depth(left, right, roots)]), GraphValue.None, start], GraphAttribute.Of("body", body.Graph))[0];
        return graph.Doubles(shares.ToDouble(), shares.Shape).Gather(leaves, 0).Mean(keep: false, 1);
    }

    private static int Depth(long[] left, long[] right, IEnumerable<long> roots)
    {
        var depth = 0;
        for (List<long> level = [.. roots]; level.Count > 0; depth++)
        {
            level = [.. level.Where(node => left[node] != node).SelectMany(node => (long[])[left[node], right[node]])];
        }

        return depth - 1;
    }
}
