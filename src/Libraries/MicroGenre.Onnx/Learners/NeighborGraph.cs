using MicroGenre.Learning;
using MicroGenre.Onnx.Graphs;

namespace MicroGenre.Onnx.Learners;

/// <summary>k nearest neighbours: the shares of classes among the nearest training vectors.</summary>
internal static class NeighborGraph
{
    /// <inheritdoc cref="LearnerGraph.Of"/>
    public static GraphValue Of(GraphValue vectors, NearestNeighbors learner, IReadOnlyDictionary<string, TensorData> weights)
    {
        var (graph, samples, labels) = (vectors.Graph, weights.Require("samples"), weights.Require("labels").ToInt64());
        var classes = weights.Require("classes").ToInt64()[0];
        var nearest = graph.ApplyMany(
            "TopK", 2, [Distances(vectors, samples, learner), graph.List(Math.Min(learner.Neighbors, labels.Length))],
            GraphAttribute.Of("largest", 0))[1];
        var votes = new double[labels.Length * classes];
        for (var i = 0; i < labels.Length; i++)
        {
            votes[(i * classes) + labels[i]] = 1;
        }

        return graph.Doubles(votes, labels.Length, classes).Gather(nearest, 0).Mean(keep: false, 1);
    }

    // A monotonic function of the distance, [vectors, samples].
    private static GraphValue Distances(GraphValue vectors, TensorData samples, NearestNeighbors learner)
    {
        var (graph, known) = (vectors.Graph, samples.ToDouble());
        if (learner.Metric == Metric.Cosine)
        {
            var width = (int)samples.Shape[1];
            for (var start = 0; start < known.Length; start += width)
            {
                var row = known.AsSpan(start, width);
                var length = Math.Sqrt(Learning.Vectors.Dot(row, row));
                foreach (ref var value in row)
                {
                    value = length > 0 ? value / length : 0;
                }
            }

            return graph.Doubles([0]) - vectors.MatMul(LearnerGraph.Transposed(graph, new TensorData(known, samples.Shape)));
        }

        var differences = (vectors.Unsqueeze(1) - graph.Doubles(known, 1, samples.Shape[0], samples.Shape[1])).Abs();
        var power = learner.Metric == Metric.Euclidean ? 2 : learner.Power;
        return graph.Apply("Pow", [differences, graph.Doubles([power])]).Sum(keep: false, 2);
    }
}
