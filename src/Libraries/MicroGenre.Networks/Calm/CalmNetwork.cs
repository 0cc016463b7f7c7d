using MicroGenre.Networks.Architectures;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Calm;

/// <summary>
/// CALM's classification model together with the clusters that its input tells of, so that both are kept, restored and chosen as one.
/// </summary>
internal sealed class CalmNetwork : nn.Module<Tensor, Tensor>
{
    private readonly FeedForward classifier;
    private readonly Tensor centres;
    private readonly Tensor importance;

    /// <param name="width">Values of a sample.</param>
    /// <param name="clusters">Number of clusters; 0 for none.</param>
    /// <param name="hidden">Units of the hidden layers.</param>
    /// <param name="classes">Number of classes.</param>
    public CalmNetwork(int width, int clusters, IReadOnlyList<int> hidden, int classes)
        : base(nameof(CalmNetwork))
    {
        classifier = new FeedForward(width + clusters, hidden, classes);
        centres = zeros([clusters], ScalarType.Int64);
        importance = ones([width]);
        RegisterComponents();
    }

    /// <summary>
    /// The classification model, which takes a sample's values and its one-hot cluster, <c>[batch, width + clusters]</c>.
    /// </summary>
    public FeedForward Classifier => classifier;

    /// <summary>The index of the training sample that is the centre of each cluster.</summary>
    public int[] Centres
    {
        get => Array.ConvertAll(centres.data<long>().ToArray(), index => (int)index);
        set => Assign(centres, tensor(Array.ConvertAll(value, index => (long)index)));
    }

    /// <summary>What a difference in each value counts. All count the same until the classification model has been trained.</summary>
    public double[] Importance
    {
        get => Array.ConvertAll(importance.data<float>().ToArray(), value => (double)value);
        set => Assign(importance, tensor(Array.ConvertAll(value, mean => (float)mean)));
    }

    /// <summary>
    /// The mean magnitude of the first layer's weights on each value of a sample; those on the cluster's label do not count.
    /// </summary>
    public double[] MeanInputWeights()
    {
        using var scope = NewDisposeScope();
        var weights = classifier.InputWeights.detach().cpu().contiguous();
        var (units, inputs) = ((int)weights.size(0), (int)weights.size(1));
        var values = weights.data<float>().ToArray();
        var means = new double[(int)importance.size(0)];
        for (var i = 0; i < units * inputs; i++)
        {
            if (i % inputs < means.Length)
            {
                means[i % inputs] += Math.Abs(values[i]) / units;
            }
        }

        return means;
    }

    public override Tensor forward(Tensor input) => classifier.call(input);

    private static void Assign(Tensor target, Tensor source)
    {
        using (source)
        {
            target.copy_(source);
        }
    }
}
