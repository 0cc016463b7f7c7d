using MicroGenre.Learning;
using MicroGenre.Networks.Calm;
using MicroGenre.Onnx.Graphs;

namespace MicroGenre.Onnx.Learners;

/// <summary>CALM's head: a network whose input is each vector and its nearest cluster.</summary>
internal static class ClusterGraph
{
    private const float LeakySlope = 0.01f;

    /// <inheritdoc cref="LearnerGraph.Of"/>
    public static GraphValue Of(GraphValue vectors, IReadOnlyDictionary<string, TensorData> weights)
    {
        var values = weights.TryGetValue(CalmModel.CentresName, out var centres)
            ? GraphValue.Concat(1, vectors, Nearest(vectors, centres, weights.Require(CalmModel.ImportanceName).ToDouble()))
            : vectors;
        values = LearnerGraph.Layer(values, weights, "layers.0.");
        for (var layer = 1; weights.ContainsKey($"layers.{layer}.weight"); layer++)
        {
            values = LearnerGraph.Layer(values.Alone("LeakyRelu", GraphAttribute.Of("alpha", LeakySlope)), weights, $"layers.{layer}.");
        }

        return values.Softmax();
    }

    private static GraphValue Nearest(GraphValue vectors, TensorData centres, double[] importance)
    {
        var graph = vectors.Graph;
        var differences = (vectors.Unsqueeze(1) - graph.Doubles(centres.ToDouble(), 1, centres.Shape[0], centres.Shape[1])).Abs();
        var distances = (differences * graph.Doubles(importance, 1, 1, importance.Length)).Sum(keep: false, 2);
        return distances.Alone("Neg").OneHot(centres.Shape[0]);
    }
}
