namespace MicroGenre.Learning;

/// <summary>How far apart two vectors are.</summary>
public enum Metric
{
    /// <summary>√Σ (aᵢ − bᵢ)².</summary>
    Euclidean,

    /// <summary>1 − cosine of the angle between them.</summary>
    Cosine,

    /// <summary>(Σ |aᵢ − bᵢ|ᵖ)^(1/p).</summary>
    Minkowski,
}

/// <summary>k nearest neighbours: the probabilities are the shares of classes among the nearest training vectors.</summary>
public sealed record NearestNeighbors : ILearner
{
    /// <summary>How many neighbours vote.</summary>
    public int Neighbors { get; init; } = 5;

    /// <summary>What is near.</summary>
    public Metric Metric { get; init; } = Metric.Euclidean;

    /// <summary>The power p of <see cref="Metric.Minkowski"/>.</summary>
    public double Power { get; init; } = 3;

    /// <inheritdoc/>
    public IPredictor Fit(Samples samples, IReadOnlyList<int> labels, int classes, FitOptions options)
    {
        Predictors.CheckFit(samples, labels, classes);
        Predictors.Require(Neighbors >= 1, "neighbors must be at least 1");
        Predictors.Require(Power >= 1, "power must be at least 1");
        return new Predictor(this, samples, [.. labels], classes);
    }

    /// <inheritdoc/>
    public IPredictor Load(IReadOnlyDictionary<string, TensorData> weights)
    {
        var samples = weights.Require("samples");
        var labels = weights.Require("labels").ToInt64();
        return new Predictor(
            this,
            new Samples((int)samples.Shape[0], (int)samples.Shape[1], samples.ToDouble()),
            Array.ConvertAll(labels, label => (int)label),
            (int)weights.Require("classes").ToInt64()[0]);
    }

    private double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => Metric switch
    {
        // Squared: the order is all that counts.
        Metric.Euclidean => Vectors.SquaredDistance(a, b),
        Metric.Cosine => 1 - (Vectors.Dot(a, b) / Math.Max(double.Epsilon, Math.Sqrt(Vectors.Dot(a, a) * Vectors.Dot(b, b)))),
        _ => PowerSum(a, b),
    };

    private double PowerSum(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += Math.Pow(Math.Abs(a[i] - b[i]), Power);
        }

        return sum;
    }

    private sealed class Predictor(NearestNeighbors learner, Samples samples, int[] labels, int classes) : IPredictor
    {
        public int Classes => classes;

        public void Predict(ReadOnlySpan<double> sample, Span<double> probabilities)
        {
            var distances = new double[samples.Count];
            for (var i = 0; i < distances.Length; i++)
            {
                distances[i] = learner.Distance(sample, samples.Row(i));
            }

            var order = Enumerable.Range(0, distances.Length).ToArray();
            Array.Sort(distances, order);
            var voters = Math.Min(learner.Neighbors, order.Length);
            probabilities.Clear();
            foreach (var neighbor in order.AsSpan(0, voters))
            {
                probabilities[labels[neighbor]] += 1.0 / voters;
            }
        }

        public IReadOnlyDictionary<string, TensorData> Weights() => new Dictionary<string, TensorData>(StringComparer.Ordinal)
        {
            ["samples"] = new(samples.Values, samples.Count, samples.Width),
            ["labels"] = new(Array.ConvertAll(labels, label => (long)label), labels.Length),
            ["classes"] = new([(long)classes], 1),
        };
    }
}
