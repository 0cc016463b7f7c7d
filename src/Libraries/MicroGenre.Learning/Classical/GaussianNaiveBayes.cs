namespace MicroGenre.Learning;

/// <summary>Gaussian naive Bayes: within a class, values are normally distributed and independent of each other.</summary>
public sealed record GaussianNaiveBayes : ILearner
{
    /// <summary>Added to every variance, as a share of the largest variance.</summary>
    public double VarianceSmoothing { get; init; } = 1e-9;

    /// <inheritdoc/>
    public IPredictor Fit(Samples samples, IReadOnlyList<int> labels, int classes, FitOptions options)
    {
        Predictors.CheckFit(samples, labels, classes);
        var width = samples.Width;
        var (counts, mean, variance) = (new double[classes], new double[classes * width], new double[classes * width]);
        for (var i = 0; i < samples.Count; i++)
        {
            counts[labels[i]]++;
            Vectors.AddScaled(mean.AsSpan(labels[i] * width, width), 1, samples.Row(i));
        }

        for (var i = 0; i < mean.Length; i++)
        {
            mean[i] /= Math.Max(1, counts[i / width]);
        }

        for (var i = 0; i < samples.Count; i++)
        {
            var offset = labels[i] * width;
            Vectors.AddSquaredDifference(variance.AsSpan(offset, width), samples.Row(i), mean.AsSpan(offset, width));
        }

        for (var i = 0; i < variance.Length; i++)
        {
            variance[i] /= Math.Max(1, counts[i / width]);
        }

        var largest = LargestVariance(counts, mean, variance, samples.Count);
        var floor = VarianceSmoothing * (largest > 0 ? largest : 1);
        for (var i = 0; i < variance.Length; i++)
        {
            variance[i] += floor;
        }

        return new Predictor(Array.ConvertAll(counts, count => count / samples.Count), mean, variance);
    }

    /// <inheritdoc/>
    public IPredictor Load(IReadOnlyDictionary<string, TensorData> weights) => new Predictor(
        weights.Require("prior").ToDouble(), weights.Require("mean").ToDouble(), weights.Require("variance").ToDouble());

    // Total variance, from the statistics of the classes: the variance within classes plus the variance of their means.
    private static double LargestVariance(double[] counts, double[] mean, double[] variance, int count)
    {
        var width = mean.Length / counts.Length;
        var largest = 0.0;
        for (var column = 0; column < width; column++)
        {
            var (center, sum) = (0.0, 0.0);
            for (var label = 0; label < counts.Length; label++)
            {
                center += counts[label] / count * mean[(label * width) + column];
            }

            for (var label = 0; label < counts.Length; label++)
            {
                var difference = mean[(label * width) + column] - center;
                sum += counts[label] / count * (variance[(label * width) + column] + (difference * difference));
            }

            largest = Math.Max(largest, sum);
        }

        return largest;
    }

    private sealed class Predictor : IPredictor
    {
        private readonly double[] _prior;
        private readonly double[] _mean;
        private readonly double[] _variance;
        private readonly double[] _constant;
        private readonly double[] _precision;

        public Predictor(double[] prior, double[] mean, double[] variance)
        {
            (_prior, _mean, _variance) = (prior, mean, variance);
            _precision = Array.ConvertAll(variance, value => 1 / value);
            var width = mean.Length / prior.Length;
            _constant = [.. prior.Select((share, label) =>
                Math.Log(share) - (0.5 * variance.Skip(label * width).Take(width).Sum(value => Math.Log(2 * Math.PI * value))))];
        }

        public int Classes => _prior.Length;

        public void Predict(ReadOnlySpan<double> sample, Span<double> probabilities)
        {
            for (var label = 0; label < Classes; label++)
            {
                var place = label * sample.Length;
                var exponent = Vectors.WeightedSquaredDistance(
                    sample, _mean.AsSpan(place, sample.Length), _precision.AsSpan(place, sample.Length));
                probabilities[label] = _prior[label] > 0 ? _constant[label] - (0.5 * exponent) : double.NegativeInfinity;
            }

            Vectors.Softmax(probabilities);
        }

        public IReadOnlyDictionary<string, TensorData> Weights() => new Dictionary<string, TensorData>(StringComparer.Ordinal)
        {
            ["prior"] = new(_prior, Classes),
            ["mean"] = new(_mean, Classes, _mean.Length / Classes),
            ["variance"] = new(_variance, Classes, _mean.Length / Classes),
        };
    }
}
