using MicroGenre.Learning;
using MicroGenre.Networks.Calm;
using MicroGenre.Onnx.Graphs;

namespace MicroGenre.Onnx.Learners;

/// <summary>Exports fitted learners as graphs from vectors to probabilities.</summary>
internal static class LearnerGraph
{
    /// <summary>Computes the probabilities of each vector, <c>[vectors, classes]</c>.</summary>
    /// <param name="vectors">The vectors, <c>[vectors, width]</c>.</param>
    /// <param name="settings">The learner and its parameters.</param>
    /// <param name="weights">The weights of the learner.</param>
    /// <exception cref="UnsupportedModelException">The learner cannot be exported.</exception>
    public static GraphValue Of(GraphValue vectors, ClassifierSettings settings, IReadOnlyDictionary<string, TensorData> weights) =>
        settings.Kind.ToLowerInvariant() switch
        {
            "linear-discriminant" or "linear-svm" or "softmax-regression" => LinearScoresOf(vectors, weights),
            "gaussian-naive-bayes" => NaiveBayesOf(vectors, weights),
            "multilayer-perceptron" => PerceptronOf(vectors, weights),
            "nearest-neighbors" => NeighborGraph.Of(vectors, settings.As<NearestNeighbors>(), weights),
            "rbf-svm" => KernelSvmGraph.Of(vectors, weights),
            "decision-tree" or "random-forest" => TreeGraph.Of(vectors, weights),
            "clustering-augmented" when settings.As<CalmLearner>().NetworkPerCluster =>
                throw new UnsupportedModelException("A classifier with a network for each cluster cannot be exported."),
            "clustering-augmented" => ClusterGraph.Of(vectors, weights),
            var other => throw new UnsupportedModelException($"A '{other}' cannot be exported."),
        };

    /// <summary>A fully connected layer.</summary>
    /// <param name="values">The input, <c>[vectors, inputs]</c>.</param>
    /// <param name="weights">The weights of the whole model.</param>
    /// <param name="name">The name of the layer among the weights.</param>
    public static GraphValue Layer(GraphValue values, IReadOnlyDictionary<string, TensorData> weights, string name) =>
        values.MatMul(Transposed(values.Graph, weights.Require($"{name}weight")))
            + values.Graph.Doubles(weights.Require($"{name}bias").ToDouble(), weights.Require($"{name}bias").Count);

    /// <summary>A matrix, transposed.</summary>
    public static GraphValue Transposed(GraphBuilder graph, TensorData matrix)
    {
        var (rows, columns, values) = ((int)matrix.Shape[0], (int)matrix.Shape[1], matrix.ToDouble());
        var result = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            result[(i % columns * rows) + (i / columns)] = values[i];
        }

        return graph.Doubles(result, columns, rows);
    }

    private static GraphValue LinearScoresOf(GraphValue vectors, IReadOnlyDictionary<string, TensorData> weights) =>
        Layer(vectors, weights, "").Softmax();

    private static GraphValue PerceptronOf(GraphValue vectors, IReadOnlyDictionary<string, TensorData> weights)
    {
        var values = Layer(vectors, weights, "layers.0.");
        for (var layer = 1; weights.ContainsKey($"layers.{layer}.weight"); layer++)
        {
            values = Layer(values.Max(0.0), weights, $"layers.{layer}.");
        }

        return values.Softmax();
    }

    private static GraphValue NaiveBayesOf(GraphValue vectors, IReadOnlyDictionary<string, TensorData> weights)
    {
        var (graph, mean, prior) = (vectors.Graph, weights.Require("mean"), weights.Require("prior").ToDouble());
        var (classes, width) = (mean.Shape[0], mean.Shape[1]);
        var variance = weights.Require("variance").ToDouble();
        double[] constant = [.. prior.Select((share, label) => share > 0
            ? Math.Log(share) - (0.5 * variance.Skip(label * (int)width).Take((int)width).Sum(value => Math.Log(2 * Math.PI * value)))
            : double.NegativeInfinity)];
        var distance = vectors.Unsqueeze(1) - graph.Doubles(mean.ToDouble(), 1, classes, width);
        var precision = graph.Doubles(Array.ConvertAll(variance, value => 0.5 / value), 1, classes, width);
        return (graph.Doubles(constant, 1, classes) - (distance * distance * precision).Sum(keep: false, 2)).Softmax();
    }
}
