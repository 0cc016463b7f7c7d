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

    // One network, or one for each cluster.
    private readonly DenseLayer[][] _networks;

    internal CalmModel(ClusterRule? clusters, IReadOnlyList<FeedForward> networks, IReadOnlyList<EpochResult> history)
        : this(clusters, [.. networks.Select(network => DenseLayer.ReadAll(StateDict.Export(network)))], history)
    {
    }

    private CalmModel(ClusterRule? clusters, DenseLayer[][] networks, IReadOnlyList<EpochResult> history)
    {
        (Clusters, _networks, History) = (clusters, networks, history);
    }

    /// <summary>Assigns samples to clusters; <see langword="null"/> for a network without clusters.</summary>
    public ClusterRule? Clusters { get; }

    /// <summary>Loss, accuracy, cluster changes and intra-cluster variance of every epoch; empty for a model that was loaded.</summary>
    public IReadOnlyList<EpochResult> History { get; }

    /// <inheritdoc/>
    public int Classes => _networks[0][^1].Outputs;

    /// <summary>
    /// Assigns a sample to the nearest centre and runs the network, or that of the cluster, on its values and cluster.
    /// </summary>
    /// <inheritdoc/>
    public void Predict(ReadOnlySpan<double> sample, Span<double> probabilities)
    {
        var values = new double[sample.Length + (Clusters?.Count ?? 0)];
        sample.CopyTo(values);
        var cluster = Clusters?.Nearest(sample) ?? 0;
        if (Clusters is not null)
        {
            values[sample.Length + cluster] = 1;
        }

        var layers = _networks[_networks.Length == 1 ? 0 : cluster];
        foreach (var layer in layers.AsSpan(0, layers.Length - 1))
        {
            var next = new double[layer.Outputs];
            layer.Apply(values, next);
            DenseLayer.LeakyRectify(next);
            values = next;
        }

        layers[^1].Apply(values, probabilities);
        Vectors.Softmax(probabilities);
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, TensorData> Weights()
    {
        var weights = new Dictionary<string, TensorData>(StringComparer.Ordinal);
        foreach (var (cluster, layers) in _networks.Index())
        {
            foreach (var (i, layer) in layers.Index())
            {
                layer.AddTo(weights, PrefixOf(cluster), i);
            }
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
        var networks = new List<DenseLayer[]> { DenseLayer.ReadAll(weights) };
        while (weights.WithoutPrefix(PrefixOf(networks.Count)) is { Count: > 0 } next)
        {
            networks.Add(DenseLayer.ReadAll(next));
        }

        return new CalmModel(clusters, [.. networks], []);
    }

    // The first network has the names of a single one.
    private static string PrefixOf(int network) => network == 0 ? "" : $"cluster{network}.";

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
        public void AddTo(Dictionary<string, TensorData> weights, string prefix, int index)
        {
            weights[$"{prefix}layers.{index}.weight"] =
                new TensorData(Array.ConvertAll(weight, value => (float)value), bias.Length, _inputs);
            weights[$"{prefix}layers.{index}.bias"] = new TensorData(Array.ConvertAll(bias, value => (float)value), bias.Length);
        }
    }
}
