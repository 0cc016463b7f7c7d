using System.Numerics;

namespace MicroGenre.Learning;

/// <summary>Multinomial logistic regression with an L2 penalty on the weights (but not the biases), fitted by L-BFGS.</summary>
public sealed record SoftmaxRegression : ILearner
{
    /// <summary>Inverse strength of the penalty: greater values fit the data more closely.</summary>
    public double C { get; init; } = 1;

    /// <summary>Maximum number of iterations.</summary>
    public int Iterations { get; init; } = 200;

    /// <summary>Largest component of the gradient at which the fit stops.</summary>
    public double Tolerance { get; init; } = 1e-4;

    /// <inheritdoc/>
    public IPredictor Fit(Samples samples, IReadOnlyList<int> labels, int classes, FitOptions options)
    {
        Predictors.CheckFit(samples, labels, classes);
        Predictors.Require(C > 0, "C must be positive");
        var parameters = new double[classes * (samples.Width + 1)];
        var objective = new Objective(samples, labels, classes, 1 / C, options);
        Lbfgs.Minimize(objective.Evaluate, parameters, Iterations, Tolerance, options.Cancellation);
        return new LinearScores(parameters[..(classes * samples.Width)], parameters[(classes * samples.Width)..]);
    }

    /// <inheritdoc/>
    public IPredictor Load(IReadOnlyDictionary<string, TensorData> weights) => LinearScores.From(weights);

    /// <summary>Penalty plus negative log-likelihood. Sums are made in a fixed order, whatever the number of threads.</summary>
    private sealed class Objective(Samples samples, IReadOnlyList<int> labels, int classes, double penalty, FitOptions options)
    {
        private readonly int _width = samples.Width;
        private readonly int _count = samples.Count;
        private readonly PackedMatrix _vectors = PackedMatrix.Of(samples.Values, samples.Count, samples.Width);
        private readonly PackedMatrix _transposed = PackedMatrix.OfTransposed(samples.Values, samples.Width, samples.Count);
        private readonly double[] _scores = new double[classes * samples.Count];
        private readonly double[] _losses = new double[samples.Count];

        /// <param name="point">Weights, <c>[classes, width]</c>, then biases, <c>[classes]</c>.</param>
        /// <param name="gradient">Receives the gradient, in the layout of the point.</param>
        public double Evaluate(double[] point, double[] gradient)
        {
            var weights = classes * _width;
            for (var label = 0; label < classes; label++)
            {
                _scores.AsSpan(label * _count, _count).Fill(point[weights + label]);
            }

            _transposed.AddProduct(point, classes, _scores, options);
            for (var i = 0; i < _count; i++)
            {
                _losses[i] = -_scores[(labels[i] * _count) + i];
            }

            Softmax();
            for (var i = 0; i < _count; i++)
            {
                _scores[(labels[i] * _count) + i] -= 1;
            }

            Array.Clear(gradient);
            Vectors.AddScaled(gradient.AsSpan(0, weights), penalty, point.AsSpan(0, weights));
            _vectors.AddProduct(_scores, classes, gradient, options);
            for (var label = 0; label < classes; label++)
            {
                gradient[weights + label] = Vectors.Sum(_scores.AsSpan(label * _count, _count));
            }

            return Vectors.Sum(_losses) + (0.5 * penalty * Vectors.Dot(point.AsSpan(0, weights), point.AsSpan(0, weights)));
        }

        // Turns the scores of each sample (a column) into probabilities, and adds the logarithm of the normaliser to the sample's loss.
        private void Softmax()
        {
            var i = 0;
            for (; i + Vector<double>.Count <= _count; i += Vector<double>.Count)
            {
                var greatest = new Vector<double>(double.NegativeInfinity);
                for (var place = i; place < _scores.Length; place += _count)
                {
                    greatest = Vector.Max(greatest, new Vector<double>(_scores, place));
                }

                var sum = Vector<double>.Zero;
                for (var place = i; place < _scores.Length; place += _count)
                {
                    var share = Vector.Exp(new Vector<double>(_scores, place) - greatest);
                    share.CopyTo(_scores, place);
                    sum += share;
                }

                for (var place = i; place < _scores.Length; place += _count)
                {
                    (new Vector<double>(_scores, place) / sum).CopyTo(_scores, place);
                }

                (new Vector<double>(_losses, i) + greatest + Vector.Log(sum)).CopyTo(_losses, i);
            }

            Span<double> scores = new double[classes];
            for (; i < _count; i++)
            {
                for (var label = 0; label < classes; label++)
                {
                    scores[label] = _scores[(label * _count) + i];
                }

                var most = Vectors.ArgMax(scores);
                var greatest = scores[most];
                Vectors.Softmax(scores);
                _losses[i] += greatest - Math.Log(scores[most]);
                for (var label = 0; label < classes; label++)
                {
                    _scores[(label * _count) + i] = scores[label];
                }
            }
        }
    }
}
