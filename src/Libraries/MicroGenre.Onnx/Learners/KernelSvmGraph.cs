using MicroGenre.Learning;
using MicroGenre.Onnx.Graphs;
using DataType = MicroGenre.Onnx.Format.TensorProto.Types.DataType;

namespace MicroGenre.Onnx.Learners;

/// <summary>A support vector machine with Gaussian kernels: each pair of classes votes.</summary>
internal static class KernelSvmGraph
{
    /// <inheritdoc cref="LearnerGraph.Of"/>
    public static GraphValue Of(GraphValue vectors, IReadOnlyDictionary<string, TensorData> weights)
    {
        var (graph, support) = (vectors.Graph, weights.Require("supportVectors"));
        var gamma = weights.Require("gamma").ToDouble()[0];
        var norms = support.ToDouble().Chunk((int)support.Shape[1]).Select(row => Learning.Vectors.Dot(row, row)).ToArray();
        var squares = (vectors * vectors).Sum(keep: true, 1) + graph.Doubles(norms, 1, norms.Length)
            - (vectors.MatMul(LearnerGraph.Transposed(graph, support)) * 2.0);
        var kernels = (squares.Max(0.0) * -gamma).Exp();
        var offsets = weights.Require("offsets").ToDouble();
        var decisions = kernels.MatMul(LearnerGraph.Transposed(graph, weights.Require("coefficients")))
            - graph.Doubles(offsets, 1, offsets.Length);
        return Vote(decisions, weights.Require("pairs").ToInt64(), weights.Require("present").ToInt64()).Softmax();
    }

    private static GraphValue Vote(GraphValue decisions, long[] pairs, long[] present)
    {
        var (graph, classes) = (decisions.Graph, present.Length);
        var (first, second) = (new double[pairs.Length / 2 * classes], new double[pairs.Length / 2 * classes]);
        for (var pair = 0; pair < pairs.Length / 2; pair++)
        {
            first[(pair * classes) + pairs[2 * pair]] = 1;
            second[(pair * classes) + pairs[(2 * pair) + 1]] = 1;
        }

        var (forFirst, forSecond) = (graph.Doubles(first, pairs.Length / 2, classes), graph.Doubles(second, pairs.Length / 2, classes));
        var won = graph.Doubles([0]).Less(decisions).Cast(DataType.Double);
        var votes = won.MatMul(forFirst) + (graph.Doubles([1]) - won).MatMul(forSecond);
        var sums = decisions.MatMul(forFirst - forSecond);
        var absent = graph.Doubles(Array.ConvertAll(present, count => count > 0 ? 0 : double.NegativeInfinity), 1, classes);
        return votes + (sums / ((sums.Abs() + 1.0) * 3.0)) + absent;
    }
}
