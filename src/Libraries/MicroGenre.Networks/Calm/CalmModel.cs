using MicroGenre.Learning;
using MicroGenre.Networks.Architectures;
using MicroGenre.Networks.Weights;

namespace MicroGenre.Networks.Calm;

/// <summary>
/// The result of <see cref="CalmLearner"/>: the clusters and the network that takes them as input. Instances are thread-safe.
/// </summary>
internal sealed class CalmModel : IPredictor
{
    /// <summary>The name of the cluster centres among the weights.</summary>
    internal const string CentresName = "clusters.centres";
    /// <summary>The name of the values' importances among the weights.</summary>
    internal const string ImportanceName = "clusters.importance";

    private readonly DenseLayer[] _layers;

    internal CalmModel(ClusterRule? clusters, FeedForward network, IReadOnlyList<EpochResult> history)
        : this(clusters, DenseLayer.ReadAll(StateDict.Export(network)), history)
    {
    }

    private CalmModel(ClusterRule? clusters, DenseLayer[] layers, IReadOnlyList<EpochResult> history)
    {
        (Clusters, _layers, History) = (clusters, layers, history);
    }

    /// <summary>Assigns samples to clusters; <see langword="null"/> for a network without clusters.</summary>
    public ClusterRule? Clusters { get; }

    /// <summary>Loss, accuracy, cluster changes and intra-cluster variance of every epoch; empty for a model that was loaded.</summary>
    public IReadOnlyList<EpochResult> History { get; }

    /// <inheritdoc/>
    public int Classes => _layers[^1].Outputs;

    /// <summary>Assigns a sample to the nearest centre and runs the network on its values and cluster.</summary>
    /// <inheritdoc/>
    public void Predict(ReadOnlySpan<double> sample, Span<double> probabilities)
    {
        var values = new double[sample.Length + (Clusters?.Count ?? 0)];
        sample.CopyTo(values);
        if (Clusters is not null)
        {
            values[sample.Length + Clusters.Nearest(sample)] = 1;
        }

        foreach (var layer in _layers.AsSpan(0, _layers.Length - 1))
        {
            var next = new double[layer.Outputs];
            layer.Apply(values, next);
            DenseLayer.LeakyRectify(next);
            values = next;
        }

        _layers[^1].Apply(values, probabilities);
        Vectors.Softmax(probabilities);
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, TensorData> Weights()
    {
        var weights = new Dictionary<string, TensorData>(StringComparer.Ordinal);
        for (var i = 0; i < _layers.Length; i++)
        {
            _layers[i].AddTo(weights, i);
        }

        if (Clusters is not null)
        {
            weights[CentresName] = new TensorData(Clusters.Centres.Values, Clusters.Count, Clusters.Centres.Width);
            weights[ImportanceName] = new TensorData([.. Clusters.Importance], Clusters.Importance.Count);
        }

        return weights;
    }

    internal static CalmModel From(IReadOnlyDictionary<string, TensorData> weights, CalmDistance distance)
    {
        var clusters = weights.TryGetValue(CentresName, out var centres)
            ? new ClusterRule(new Samples((int)centres.Shape[0], (int)centres.Shape[1], centres.ToDouble()),
                weights.Require(ImportanceName).ToDouble(), distance)
            : null;
        return new CalmModel(clusters, DenseLayer.ReadAll(weights), []);
    }

    /// <summary>One layer of the network, without libtorch.</summary>
    private sealed class DenseLayer(double[] weight, double[] bias)
    {
        private const double LeakySlope = 0.01;
        private readonly int _inputs = weight.Length / bias.Length;

        public int Outputs => bias.Length;

        public static DenseLayer[] ReadAll(IReadOnlyDictionary<string, TensorData> weights)
        {
            var layers = new List<DenseLayer>();
            while (weights.TryGetValue($"layers.{layers.Count}.weight", out var weight))
            {
                layers.Add(new DenseLayer(weight.ToDouble(), weights.Require($"layers.{layers.Count}.bias").ToDouble()));
            }

            return layers.Count > 0 ? [.. layers] : throw new InvalidDataException("The weights lack 'layers.0.weight'.");
        }

        public static void LeakyRectify(Span<double> values)
        {
            foreach (ref var value in values)
            {
                value = value < 0 ? LeakySlope * value : value;
            }
        }

        public void Apply(ReadOnlySpan<double> input, Span<double> output)
        {
            for (var unit = 0; unit < bias.Length; unit++)
            {
                output[unit] = bias[unit] + Vectors.Dot(weight.AsSpan(unit * _inputs, _inputs), input);
            }
        }

        // The weights come from single precision, so the conversion is lossless.
        public void AddTo(Dictionary<string, TensorData> weights, int index)
        {
            weights[$"layers.{index}.weight"] = new TensorData(Array.ConvertAll(weight, value => (float)value), bias.Length, _inputs);
            weights[$"layers.{index}.bias"] = new TensorData(Array.ConvertAll(bias, value => (float)value), bias.Length);
        }
    }
}
