namespace MicroGenre.Learning;

/// <summary>The distance between two vectors.</summary>
public enum Metric
{
    /// <summary>Euclidean distance, √Σ (aᵢ − bᵢ)².</summary>
    Euclidean,

    /// <summary>Cosine distance: 1 − cosine of the angle between the vectors.</summary>
    Cosine,

    /// <summary>Minkowski distance, (Σ |aᵢ − bᵢ|ᵖ)^(1/p).</summary>
    Minkowski,
}

/// <summary>k nearest neighbours. The probabilities are the shares of classes among the nearest training vectors.</summary>
public sealed record NearestNeighbors : ILearner
{
    /// <summary>Number of neighbours that vote.</summary>
    public int Neighbors { get; init; } = 5;

    /// <summary>The distance between vectors.</summary>
    public Metric Metric { get; init; } = Metric.Euclidean;

    /// <summary>The exponent p of <see cref="Metric.Minkowski"/>.</summary>
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

    /// <summary>
    /// Finds neighbours. Where the metric allows it, distances come from a matrix product: ‖a − b‖² = ‖a‖² − 2 a·b + ‖b‖², and ‖a‖² is the
    /// same for all neighbours.
    /// </summary>
    private sealed class Predictor : IBatchPredictor
    {
        // Number of vectors whose distances are computed at a time.
        private const int Block = 32;

        private readonly NearestNeighbors _learner;
        private readonly Samples _samples;
        private readonly int[] _labels;
        private readonly Lazy<Distances> _distances;

        public Predictor(NearestNeighbors learner, Samples samples, int[] labels, int classes)
        {
            (_learner, _samples, _labels, Classes) = (learner, samples, labels, classes);
            _distances = new Lazy<Distances>(() => Distances.To(samples, learner.Metric));
        }

        public int Classes { get; }

        public double[] PredictAll(Samples samples)
        {
            var probabilities = new double[samples.Count * Classes];
            var distances = new double[Block * _samples.Count];
            var nearest = new (double Distance, int Index)[Math.Min(_learner.Neighbors, _samples.Count)];
            for (var start = 0; start < samples.Count; start += Block)
            {
                var count = Math.Min(Block, samples.Count - start);
                Measure(samples, start, count, distances);
                for (var i = 0; i < count; i++)
                {
                    FindLeast(distances.AsSpan(i * _samples.Count, _samples.Count), nearest);
                    foreach (var (_, index) in nearest)
                    {
                        probabilities[((start + i) * Classes) + _labels[index]] += 1.0 / nearest.Length;
                    }
                }
            }

            return probabilities;
        }

        public IReadOnlyDictionary<string, TensorData> Weights() => new Dictionary<string, TensorData>(StringComparer.Ordinal)
        {
            ["samples"] = new(_samples.Values, _samples.Count, _samples.Width),
            ["labels"] = new(Array.ConvertAll(_labels, label => (long)label), _labels.Length),
            ["classes"] = new([(long)Classes], 1),
        };

        private void Measure(Samples samples, int start, int count, double[] distances)
        {
            if (_learner.Metric != Metric.Minkowski)
            {
                _distances.Value.Measure(samples, start, count, distances);
                return;
            }

            for (var i = 0; i < count; i++)
            {
                for (var j = 0; j < _samples.Count; j++)
                {
                    distances[(i * _samples.Count) + j] = Vectors.PowerSum(samples.Row(start + i), _samples.Row(j), _learner.Power);
                }
            }
        }

        // Keeps the smallest distances by insertion; of equally distant vectors the first counts as nearer.
        private static void FindLeast(ReadOnlySpan<double> distances, Span<(double Distance, int Index)> least)
        {
            least.Fill((double.PositiveInfinity, 0));
            for (var i = 0; i < distances.Length; i++)
            {
                if (!(distances[i] < least[^1].Distance))
                {
                    continue;
                }

                var place = least.Length - 1;
                for (; place > 0 && distances[i] < least[place - 1].Distance; place--)
                {
                    least[place] = least[place - 1];
                }

                least[place] = (distances[i], i);
            }
        }
    }

    /// <summary>Computes values that grow with the distance to many vectors, for metrics that reduce to scalar products.</summary>
    private sealed class Distances
    {
        private readonly PackedMatrix _targets;
        private readonly double[] _offsets;
        private readonly double[] _origin;
        private readonly double _factor;

        private Distances(Samples targets, double[] offsets, double[] origin, double factor) => (_targets, _offsets, _origin, _factor) =
            (PackedMatrix.OfTransposed(targets.Values, targets.Width, targets.Count), offsets, origin, factor);

        public static Distances To(Samples samples, Metric metric)
        {
            var origin = new double[samples.Width];
            if (metric == Metric.Cosine)
            {
                var unit = samples.Less(origin);
                for (var i = 0; i < unit.Count; i++)
                {
                    var length = Math.Sqrt(Vectors.Dot(unit.Row(i), unit.Row(i)));
                    Vectors.AddScaled(unit.Row(i), length > 0 ? (1 / length) - 1 : 0, samples.Row(i));
                }

                return new Distances(unit, new double[unit.Count], origin, -1);
            }

            // Centred at the mean, which loses less to rounding.
            origin = samples.Mean();
            var targets = samples.Less(origin);
            return new Distances(
                targets, [.. Enumerable.Range(0, targets.Count).Select(i => Vectors.Dot(targets.Row(i), targets.Row(i)))], origin, -2);
        }

        public void Measure(Samples samples, int start, int count, double[] distances)
        {
            var left = new Samples(count, samples.Width, samples.Values.AsSpan(start * samples.Width, count * samples.Width).ToArray());
            for (var i = 0; i < count; i++)
            {
                var row = left.Row(i);
                Vectors.AddScaled(row, -1, _origin);
                foreach (ref var value in row)
                {
                    value *= _factor;
                }

                _offsets.CopyTo(distances, i * _offsets.Length);
            }

            _targets.AddProduct(left.Values, count, distances, new FitOptions());
        }
    }
}
