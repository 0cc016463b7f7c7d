namespace MicroGenre.Learning;

/// <summary>
/// Support vector machine with a radial kernel, exp(−γ‖a − b‖²), one-vs-one, trained by sequential minimal optimisation with second-order
/// working set selection (Fan, Chen and Lin 2005). The class with the most votes is the most probable; ties are broken by the sum of
/// scores.
/// </summary>
public sealed record KernelSvm : ILearner
{
    /// <summary>Upper bound of a vector's weight: the regularisation parameter C.</summary>
    public double C { get; init; } = 1;

    /// <summary>The kernel's γ; <see langword="null"/> for 1 / (width · variance of all values), scikit-learn's <c>scale</c>.</summary>
    public double? Gamma { get; init; }

    /// <summary>Largest violation of the optimality conditions at which training stops.</summary>
    public double Tolerance { get; init; } = 1e-3;

    /// <inheritdoc/>
    public IPredictor Fit(Samples samples, IReadOnlyList<int> labels, int classes, FitOptions options)
    {
        Predictors.CheckFit(samples, labels, classes);
        Predictors.Require(C > 0, "C must be positive");
        var gamma = Gamma ?? Scale(samples);
        var members = Enumerable.Range(0, classes)
            .Select(label => Enumerable.Range(0, samples.Count).Where(i => labels[i] == label).ToArray()).ToArray();
        var pairs = Pairs(classes).Where(pair => members[pair.First].Length > 0 && members[pair.Second].Length > 0).ToArray();
        var coefficients = new double[pairs.Length * samples.Count];
        var offsets = new double[pairs.Length];
        options.For(0, pairs.Length, p =>
        {
            int[] indices = [.. members[pairs[p].First], .. members[pairs[p].Second]];
            var solver = new PairSolver(samples, indices, members[pairs[p].First].Length, C, gamma, Tolerance, options.Cancellation);
            offsets[p] = solver.Solve();
            for (var i = 0; i < indices.Length; i++)
            {
                coefficients[(p * samples.Count) + indices[i]] = solver.Coefficient(i);
            }
        });

        return Compact(samples, coefficients, offsets, pairs, gamma, classes, [.. members.Select(list => list.Length > 0 ? 1L : 0)]);
    }

    /// <inheritdoc/>
    public IPredictor Load(IReadOnlyDictionary<string, TensorData> weights)
    {
        var vectors = weights.Require("supportVectors");
        var pairs = weights.Require("pairs").ToInt64();
        return new Predictor(
            new Samples((int)vectors.Shape[0], (int)vectors.Shape[1], vectors.ToDouble()),
            weights.Require("coefficients").ToDouble(),
            weights.Require("offsets").ToDouble(),
            [.. Enumerable.Range(0, pairs.Length / 2).Select(p => ((int)pairs[2 * p], (int)pairs[(2 * p) + 1]))],
            weights.Require("gamma").ToDouble()[0],
            weights.Require("present").ToInt64());
    }

    private static IEnumerable<(int First, int Second)> Pairs(int classes) =>
        from first in Enumerable.Range(0, classes) from second in Enumerable.Range(first + 1, classes - first - 1) select (first, second);

    private static double Scale(Samples samples)
    {
        var mean = samples.Values.Average();
        var variance = samples.Values.Average(value => (value - mean) * (value - mean));
        return variance > 0 ? 1 / (samples.Width * variance) : 1;
    }

    // Only support vectors are kept, but at least one, to know the width.
    private static Predictor Compact(
        Samples samples, double[] coefficients, double[] offsets, (int First, int Second)[] pairs, double gamma, int classes,
            long[] present)
    {
        var used = Enumerable.Range(0, samples.Count)
            .Where(i => Enumerable.Range(0, pairs.Length).Any(p => coefficients[(p * samples.Count) + i] != 0)).ToList();
        used = used.Count > 0 ? used : [0];
        var kept = new double[pairs.Length * used.Count];
        for (var p = 0; p < pairs.Length; p++)
        {
            for (var i = 0; i < used.Count; i++)
            {
                kept[(p * used.Count) + i] = coefficients[(p * samples.Count) + used[i]];
            }
        }

        return new Predictor(samples.Select(used), kept, offsets, pairs, gamma, present);
    }

    /// <summary>Minimises the dual of one pair: ½ αᵀQα − Σα with 0 ≤ α ≤ C and Σ yα = 0.</summary>
    private sealed class PairSolver
    {
        private readonly Samples _samples;
        private readonly int[] _indices;
        private readonly double[] _sign;
        private readonly double[] _alpha;
        private readonly double[] _gradient;
        private readonly double[]?[] _kernel;
        private readonly double _limit;
        private readonly double _gamma;
        private readonly double _tolerance;
        private readonly CancellationToken _cancellation;

        public PairSolver(Samples samples, int[] indices, int positives, double limit, double gamma, double tolerance,
            CancellationToken cancellation)
        {
            (_samples, _indices, _limit, _gamma, _tolerance, _cancellation) = (samples, indices, limit, gamma, tolerance, cancellation);
            _sign = [.. indices.Select((_, i) => i < positives ? 1.0 : -1.0)];
            _alpha = new double[indices.Length];
            _gradient = new double[indices.Length];
            Array.Fill(_gradient, -1);
            _kernel = new double[indices.Length][];
        }

        public double Coefficient(int i) => _sign[i] * _alpha[i];

        /// <returns>The offset that is subtracted from the weighted sum of kernels.</returns>
        public double Solve()
        {
            for (var iterations = 0; iterations < Math.Max(10_000_000, 100 * _alpha.Length); iterations++)
            {
                _cancellation.ThrowIfCancellationRequested();
                if (ChoosePair() is not var (i, j))
                {
                    break;
                }

                Step(i, j);
            }

            return Offset();
        }

        private bool CanRise(int t) => _sign[t] > 0 ? _alpha[t] < _limit : _alpha[t] > 0;

        private bool CanFall(int t) => _sign[t] > 0 ? _alpha[t] > 0 : _alpha[t] < _limit;

        private (int First, int Second)? ChoosePair()
        {
            var (first, greatest) = (-1, double.NegativeInfinity);
            for (var t = 0; t < _alpha.Length; t++)
            {
                if (CanRise(t) && -_sign[t] * _gradient[t] > greatest)
                {
                    (first, greatest) = (t, -_sign[t] * _gradient[t]);
                }
            }

            if (first < 0)
            {
                return null;
            }

            var row = Kernel(first);
            var (second, gain, least) = (-1, 0.0, double.PositiveInfinity);
            for (var t = 0; t < _alpha.Length; t++)
            {
                if (!CanFall(t))
                {
                    continue;
                }

                var value = -_sign[t] * _gradient[t];
                least = Math.Min(least, value);
                var difference = greatest - value;
                if (difference > 0)
                {
                    var curvature = Math.Max(1e-12, 2 - (2 * row[t]));
                    if (difference * difference / curvature > gain)
                    {
                        (second, gain) = (t, difference * difference / curvature);
                    }
                }
            }

            return second < 0 || greatest - least < _tolerance ? null : (first, second);
        }

        private void Step(int i, int j)
        {
            var (rowI, rowJ) = (Kernel(i), Kernel(j));
            var curvature = Math.Max(1e-12, 2 - (2 * rowI[j]));
            var step = ((-_sign[i] * _gradient[i]) + (_sign[j] * _gradient[j])) / curvature;
            step = Math.Min(step, _sign[i] > 0 ? _limit - _alpha[i] : _alpha[i]);
            step = Math.Min(step, _sign[j] > 0 ? _alpha[j] : _limit - _alpha[j]);
            Move(i, _sign[i] * step);
            Move(j, -_sign[j] * step);
            for (var t = 0; t < _gradient.Length; t++)
            {
                _gradient[t] += _sign[t] * step * (rowI[t] - rowJ[t]);
            }
        }

        // Snaps to the bound if it is within rounding of it.
        private void Move(int t, double change)
        {
            var value = _alpha[t] + change;
            _alpha[t] = value < 1e-12 * _limit ? 0 : value > _limit * (1 - 1e-12) ? _limit : value;
        }

        private double Offset()
        {
            var (sum, free, low, high) = (0.0, 0, double.NegativeInfinity, double.PositiveInfinity);
            for (var t = 0; t < _alpha.Length; t++)
            {
                var value = _sign[t] * _gradient[t];
                if (_alpha[t] > 0 && _alpha[t] < _limit)
                {
                    (sum, free) = (sum + value, free + 1);
                }
                else if (CanRise(t))
                {
                    high = Math.Min(high, value);
                }
                else
                {
                    low = Math.Max(low, value);
                }
            }

            return free > 0 ? sum / free : (low + high) / 2;
        }

        private double[] Kernel(int t)
        {
            if (_kernel[t] is { } known)
            {
                return known;
            }

            var row = new double[_indices.Length];
            var center = _samples.Row(_indices[t]);
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = -_gamma * Vectors.SquaredDistance(center, _samples.Row(_indices[i]));
            }

            Vectors.Exp(row);
            return _kernel[t] = row;
        }
    }

    private sealed class Predictor : IBatchPredictor
    {
        // Number of vectors predicted at a time.
        private const int Block = 64;

        private readonly Samples _vectors;
        private readonly double[] _coefficients;
        private readonly double[] _offsets;
        private readonly (int First, int Second)[] _pairs;
        private readonly double _gamma;
        private readonly long[] _present;
        private readonly Lazy<(PackedMatrix Vectors, double[] Norms, PackedMatrix Coefficients)> _packed;

        public Predictor(Samples vectors, double[] coefficients, double[] offsets, (int First, int Second)[] pairs, double gamma,
            long[] present)
        {
            (_vectors, _coefficients, _offsets, _pairs, _gamma, _present) = (vectors, coefficients, offsets, pairs, gamma, present);
            _packed = new(() => (
                PackedMatrix.OfTransposed(vectors.Values, vectors.Width, vectors.Count),
                [.. Enumerable.Range(0, vectors.Count).Select(i => Vectors.Dot(vectors.Row(i), vectors.Row(i)))],
                PackedMatrix.OfTransposed(coefficients, vectors.Count, pairs.Length)));
        }

        public int Classes => _present.Length;

        public double[] PredictAll(Samples samples)
        {
            var probabilities = new double[samples.Count * Classes];
            for (var start = 0; start < samples.Count; start += Block)
            {
                var count = Math.Min(Block, samples.Count - start);
                var decisions = Decide(
                    new Samples(count, samples.Width, samples.Values.AsSpan(start * samples.Width, count * samples.Width).ToArray()));
                for (var i = 0; i < count; i++)
                {
                    Vote(decisions.AsSpan(i * _pairs.Length, _pairs.Length), probabilities.AsSpan((start + i) * Classes, Classes));
                }
            }

            Vectors.Softmax(probabilities, Classes);
            return probabilities;
        }

        // The score of each pair for each sample: above 0 for the first class. Kernels are computed from scalar products: ‖a − b‖² = ‖a‖² −
        // 2 a·b + ‖b‖².
        private double[] Decide(Samples samples)
        {
            var (vectors, norms, coefficients) = _packed.Value;
            var kernels = new double[samples.Count * norms.Length];
            vectors.AddProduct(samples.Values, samples.Count, kernels, new FitOptions());
            for (var i = 0; i < samples.Count; i++)
            {
                var norm = Vectors.Dot(samples.Row(i), samples.Row(i));
                var row = kernels.AsSpan(i * norms.Length, norms.Length);
                for (var j = 0; j < row.Length; j++)
                {
                    row[j] = -_gamma * Math.Max(0, norm + norms[j] - (2 * row[j]));
                }
            }

            Vectors.Exp(kernels);
            var decisions = new double[samples.Count * _pairs.Length];
            for (var i = 0; i < samples.Count; i++)
            {
                Vectors.AddScaled(decisions.AsSpan(i * _pairs.Length, _pairs.Length), -1, _offsets);
            }

            coefficients.AddProduct(kernels, samples.Count, decisions, new FitOptions());
            return decisions;
        }

        private void Vote(ReadOnlySpan<double> decisions, Span<double> votes)
        {
            for (var label = 0; label < Classes; label++)
            {
                votes[label] = _present[label] > 0 ? 0 : double.NegativeInfinity;
            }

            Span<double> sums = new double[Classes];
            for (var p = 0; p < _pairs.Length; p++)
            {
                votes[decisions[p] > 0 ? _pairs[p].First : _pairs[p].Second]++;
                sums[_pairs[p].First] += decisions[p];
                sums[_pairs[p].Second] -= decisions[p];
            }

            // Below half a vote, so that votes take precedence.
            for (var label = 0; label < Classes; label++)
            {
                votes[label] += sums[label] / (3 * (Math.Abs(sums[label]) + 1));
            }
        }

        public IReadOnlyDictionary<string, TensorData> Weights() => new Dictionary<string, TensorData>(StringComparer.Ordinal)
        {
            ["supportVectors"] = new(_vectors.Values, _vectors.Count, _vectors.Width),
            ["coefficients"] = new(_coefficients, _offsets.Length, _vectors.Count),
            ["offsets"] = new(_offsets, _offsets.Length),
            ["pairs"] = new(_pairs.SelectMany(pair => new long[] { pair.First, pair.Second }).ToArray(), _pairs.Length, 2),
            ["gamma"] = new([_gamma], 1),
            ["present"] = new(_present, _present.Length),
        };
    }
}
