namespace MicroGenre.Learning;

/// <summary>
/// Linear support vector machine, one-vs-rest, with squared hinge loss, trained by dual coordinate descent with shrinking (Hsieh et al.
/// 2008, algorithm 3). The bias is an additional weight, as in liblinear. Probabilities are the softmax of the scores.
/// </summary>
public sealed record LinearSvm : ILearner
{
    /// <summary>Weight of errors relative to the penalty: the regularisation parameter C.</summary>
    public double C { get; init; } = 1;

    /// <summary>Maximum number of passes over the vectors.</summary>
    public int Iterations { get; init; } = 1000;

    /// <summary>Spread of the projected gradients in a pass at which training stops.</summary>
    public double Tolerance { get; init; } = 1e-4;

    /// <inheritdoc/>
    public IPredictor Fit(Samples samples, IReadOnlyList<int> labels, int classes, FitOptions options)
    {
        Predictors.CheckFit(samples, labels, classes);
        Predictors.Require(C > 0, "C must be positive");
        var (weight, bias) = (new double[classes * samples.Width], new double[classes]);
        options.For(0, classes, label =>
            bias[label] = Separate(samples, labels, label, weight.AsSpan(label * samples.Width, samples.Width),
                new SeededRandom(options.Seed, label), options));
        return new LinearScores(weight, bias);
    }

    /// <inheritdoc/>
    public IPredictor Load(IReadOnlyDictionary<string, TensorData> weights) => LinearScores.From(weights);

    private double Separate(Samples samples, IReadOnlyList<int> labels, int label, Span<double> weight, SeededRandom random,
        FitOptions options)
    {
        var diagonal = 0.5 / C;
        var alpha = new double[samples.Count];
        var norms = Enumerable.Range(0, samples.Count).Select(i => Vectors.Dot(samples.Row(i), samples.Row(i)) + 1 + diagonal).ToArray();

        // Active vectors come first. Shrinking leaves out vectors whose weights would stay at zero.
        var order = Enumerable.Range(0, samples.Count).ToArray();
        var visited = order.Length;
        var (bias, bound) = (0.0, double.PositiveInfinity);
        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            options.Cancellation.ThrowIfCancellationRequested();
            random.Shuffle(order.AsSpan(0, visited));
            var (greatest, least) = (double.NegativeInfinity, double.PositiveInfinity);
            for (var place = 0; place < visited; place++)
            {
                var i = order[place];
                var sign = labels[i] == label ? 1 : -1;
                var row = samples.Row(i);
                var gradient = (sign * (Vectors.Dot(weight, row) + bias)) - 1 + (diagonal * alpha[i]);
                if (alpha[i] == 0 && gradient > bound)
                {
                    visited--;
                    (order[place], order[visited]) = (order[visited], order[place]);
                    place--;
                    continue;
                }

                var projected = alpha[i] == 0 ? Math.Min(gradient, 0) : gradient;
                (greatest, least) = (Math.Max(greatest, projected), Math.Min(least, projected));
                if (projected != 0)
                {
                    var before = alpha[i];
                    alpha[i] = Math.Max(0, before - (gradient / norms[i]));
                    var step = (alpha[i] - before) * sign;
                    Vectors.AddScaled(weight, step, row);
                    bias += step;
                }
            }

            bound = greatest > 0 ? greatest : double.PositiveInfinity;
            if (greatest - least < Tolerance)
            {
                if (visited == order.Length)
                {
                    break;
                }

                (visited, bound) = (order.Length, double.PositiveInfinity);
            }
        }

        return bias;
    }
}
