using MicroGenre.Networks.Architectures;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Calm;

/// <summary>CALM's classification model together with its clusters, so that they are saved, restored and selected as one.</summary>
internal sealed class CalmNetwork : nn.Module<Tensor, Tensor>
{
    private readonly FeedForward classifier;
    private readonly Tensor centres;
    private readonly Tensor importance;

    /// <param name="width">Number of values of a sample.</param>
    /// <param name="clusters">Number of clusters; 0 for none.</param>
    /// <param name="hidden">Number of units in each hidden layer.</param>
    /// <param name="classes">Number of classes.</param>
    public CalmNetwork(int width, int clusters, IReadOnlyList<int> hidden, int classes)
        : base(nameof(CalmNetwork))
    {
        classifier = new FeedForward(width + clusters, hidden, classes);
        centres = zeros([clusters], ScalarType.Int64);
        importance = ones([width]);
        RegisterComponents();
    }

    /// <summary>The classification model. Its input is a sample's values and one-hot cluster, <c>[batch, width + clusters]</c>.</summary>
    public FeedForward Classifier => classifier;

    /// <summary>For each cluster, the index of the training sample at its centre.</summary>
    public int[] Centres
    {
        get => Array.ConvertAll(centres.data<long>().ToArray(), index => (int)index);
        set => Assign(centres, tensor(Array.ConvertAll(value, index => (long)index)));
    }

    /// <summary>The weight of each value in distances. All are equal until the classification model has been trained.</summary>
    public double[] Importance
    {
        get => Array.ConvertAll(importance.data<float>().ToArray(), value => (double)value);
        set => Assign(importance, tensor(Array.ConvertAll(value, mean => (float)mean)));
    }

    /// <summary>The mean magnitude of the first layer's weights for each value of a sample, without those for the cluster.</summary>
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
