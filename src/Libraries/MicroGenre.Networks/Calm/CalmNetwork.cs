using MicroGenre.Networks.Architectures;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Calm;

/// <summary>CALM's classification model together with its clusters, so that they are saved, restored and selected as one.</summary>
internal sealed class CalmNetwork : nn.Module<Tensor, Tensor>
{
    private readonly FeedForward classifier;
    private readonly ModuleList<FeedForward> others;
    private readonly Tensor centres;
    private readonly Tensor importance;

    /// <param name="width">Number of values of a sample.</param>
    /// <param name="clusters">Number of clusters; 0 for none.</param>
    /// <param name="hidden">Number of units in each hidden layer.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="perCluster">Whether each cluster has a classification model of its own.</param>
    public CalmNetwork(int width, int clusters, IReadOnlyList<int> hidden, int classes, bool perCluster = false)
        : base(nameof(CalmNetwork))
    {
        classifier = new FeedForward(width + clusters, hidden, classes);
        others = new ModuleList<FeedForward>(
            [.. Enumerable.Range(1, perCluster ? clusters - 1 : 0).Select(_ => new FeedForward(width + clusters, hidden, classes))]);
        centres = zeros([clusters], ScalarType.Int64);
        importance = ones([width * (others.Count + 1)]);
        RegisterComponents();
    }

    /// <summary>
    /// The classification models: one, or one for each cluster. Their input is a sample's values and one-hot cluster, <c>[batch, width +
    /// clusters]</c>.
    /// </summary>
    public IReadOnlyList<FeedForward> Classifiers => [classifier, .. others];

    /// <summary>For each cluster, the index of the training sample at its centre.</summary>
    public int[] Centres
    {
        get => Array.ConvertAll(centres.data<long>().ToArray(), index => (int)index);
        set => Assign(centres, tensor(Array.ConvertAll(value, index => (long)index)));
    }

    /// <summary>
    /// The weight of each value in distances, for each classification model. All are equal until the models have been trained.
    /// </summary>
    public double[] Importance
    {
        get => Array.ConvertAll(importance.data<float>().ToArray(), value => (double)value);
        set => Assign(importance, tensor(Array.ConvertAll(value, mean => (float)mean)));
    }

    /// <summary>
    /// The mean magnitude of the first layer's weights for each value of a sample, without those for the cluster, of each model.
    /// </summary>
    public double[] MeanInputWeights() => [.. Classifiers.SelectMany(MeanInputWeights)];

    /// <summary>Computes logits, <c>[batch, classes]</c>.</summary>
    /// <param name="input">Values and one-hot clusters of the samples, <c>[batch, width + clusters]</c>.</param>
    /// <param name="clusters">The cluster of each sample; unused if all clusters share a model.</param>
    public Tensor Logits(Tensor input, IReadOnlyList<int> clusters)
    {
        if (others.Count == 0)
        {
            return classifier.call(input);
        }

        var places = clusters.Index().GroupBy(sample => sample.Item, sample => (long)sample.Index).ToList();
        var logits = cat([.. places.Select(own => Classifiers[own.Key].call(input.index_select(0, tensor(own.ToArray()))))], dim: 0);
        return logits.index_select(0, tensor(places.SelectMany(own => own).ToArray()).argsort());
    }

    private double[] MeanInputWeights(FeedForward model)
    {
        using var scope = NewDisposeScope();
        var weights = model.InputWeights.detach().cpu().contiguous();
        var (units, inputs) = ((int)weights.size(0), (int)weights.size(1));
        var values = weights.data<float>().ToArray();
        var means = new double[(int)importance.size(0) / (others.Count + 1)];
        for (var i = 0; i < units * inputs; i++)
        {
            if (i % inputs < means.Length)
            {
                means[i % inputs] += Math.Abs(values[i]) / units;
            }
        }

        return means;
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => classifier.call(input);

    private static void Assign(Tensor target, Tensor source)
    {
        using (source)
        {
            target.copy_(source);
        }
    }
}
