namespace MicroGenre.Learning;

/// <summary>Naive Bayes: within a class, every value is normally distributed and independent of the others.</summary>
public sealed record GaussianNaiveBayes : ILearner
{
    /// <summary>What is added to every variance, as a share of the largest.</summary>
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
            var row = samples.Row(i);
            var offset = labels[i] * width;
            for (var column = 0; column < width; column++)
            {
                var difference = row[column] - mean[offset + column];
                variance[offset + column] += difference * difference / counts[labels[i]];
            }
        }

        var largest = LargestVariance(samples);
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

    private static double LargestVariance(Samples samples)
    {
        var (sums, squares) = (new double[samples.Width], new double[samples.Width]);
        for (var i = 0; i < samples.Count; i++)
        {
            Vectors.AddScaled(sums, 1.0 / samples.Count, samples.Row(i));
        }

        for (var i = 0; i < samples.Count; i++)
        {
            var row = samples.Row(i);
            for (var column = 0; column < row.Length; column++)
            {
                squares[column] += Math.Pow(row[column] - sums[column], 2) / samples.Count;
            }
        }

        return squares.Max();
    }

    private sealed class Predictor : IPredictor
    {
        private readonly double[] _prior;
        private readonly double[] _mean;
        private readonly double[] _variance;
        private readonly double[] _constant;

        public Predictor(double[] prior, double[] mean, double[] variance)
        {
            (_prior, _mean, _variance) = (prior, mean, variance);
            var width = mean.Length / prior.Length;
            _constant = [.. prior.Select((share, label) =>
                Math.Log(share) - (0.5 * variance.Skip(label * width).Take(width).Sum(value => Math.Log(2 * Math.PI * value))))];
        }

        public int Classes => _prior.Length;

        public void Predict(ReadOnlySpan<double> sample, Span<double> probabilities)
        {
            for (var label = 0; label < Classes; label++)
            {
                var mean = _mean.AsSpan(label * sample.Length, sample.Length);
                var variance = _variance.AsSpan(label * sample.Length, sample.Length);
                var exponent = 0.0;
                for (var column = 0; column < sample.Length; column++)
                {
                    var difference = sample[column] - mean[column];
                    exponent += difference * difference / variance[column];
                }

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
