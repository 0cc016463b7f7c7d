namespace MicroGenre.Learning;

/// <summary>Multinomial logistic regression with an L2 penalty on the weights (not on the biases), fitted by L-BFGS.</summary>
public sealed record SoftmaxRegression : ILearner
{
    // Columns that one thread takes at a time when it sums a gradient.
    private const int Block = 512;

    /// <summary>Inverse strength of the penalty: larger trusts the data more.</summary>
    public double C { get; init; } = 1;

    /// <summary>Iterations at most.</summary>
    public int Iterations { get; init; } = 200;

    /// <summary>Stops when no part of the gradient is larger.</summary>
    public double Tolerance { get; init; } = 1e-4;

    /// <inheritdoc/>
    public IPredictor Fit(Samples samples, IReadOnlyList<int> labels, int classes, FitOptions options)
    {
        Predictors.CheckFit(samples, labels, classes);
        Predictors.Require(C > 0, "C must be positive");
        var parameters = new double[classes * (samples.Width + 1)];
        var residuals = new double[samples.Count * classes];
        Lbfgs.Minimize((point, gradient) => Evaluate(samples, labels, classes, point, gradient, residuals, options), parameters, Iterations, Tolerance, options.Cancellation);
        return new LinearScores(parameters[..(classes * samples.Width)], parameters[(classes * samples.Width)..]);
    }

    /// <inheritdoc/>
    public IPredictor Load(IReadOnlyDictionary<string, TensorData> weights) => LinearScores.From(weights);

    // Weights [classes, width] come first, then the biases. Every sum is made in one order, whatever the number of threads.
    private double Evaluate(
        Samples samples, IReadOnlyList<int> labels, int classes, double[] point, double[] gradient, double[] residuals, FitOptions options)
    {
        var width = samples.Width;
        var losses = new double[samples.Count];
        options.For(0, samples.Count, i =>
        {
            var scores = residuals.AsSpan(i * classes, classes);
            for (var label = 0; label < classes; label++)
            {
                scores[label] = point[(classes * width) + label] + Vectors.Dot(point.AsSpan(label * width, width), samples.Row(i));
            }

            Vectors.Softmax(scores);
            losses[i] = -Math.Log(Math.Max(scores[labels[i]], double.Epsilon));
            scores[labels[i]] -= 1;
        });

        var penalty = 1 / C;
        options.For(0, (width + Block - 1) / Block, block =>
        {
            var (start, length) = (block * Block, Math.Min(Block, width - (block * Block)));
            for (var label = 0; label < classes; label++)
            {
                var target = gradient.AsSpan((label * width) + start, length);
                target.Clear();
                Vectors.AddScaled(target, penalty, point.AsSpan((label * width) + start, length));
            }

            for (var i = 0; i < samples.Count; i++)
            {
                var values = samples.Row(i).Slice(start, length);
                for (var label = 0; label < classes; label++)
                {
                    Vectors.AddScaled(gradient.AsSpan((label * width) + start, length), residuals[(i * classes) + label], values);
                }
            }
        });

        for (var label = 0; label < classes; label++)
        {
            var sum = 0.0;
            for (var i = 0; i < samples.Count; i++)
            {
                sum += residuals[(i * classes) + label];
            }

            gradient[(classes * width) + label] = sum;
        }

        var weight = point.AsSpan(0, classes * width);
        return losses.Sum() + (0.5 * penalty * Vectors.Dot(weight, weight));
    }
}
