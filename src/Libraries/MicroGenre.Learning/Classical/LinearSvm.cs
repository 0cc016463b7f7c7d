namespace MicroGenre.Learning;

/// <summary>
/// Linear support vector machine, one class against the rest, squared hinge loss, by dual coordinate descent (Hsieh et al. 2008, algorithm 1). The bias is
/// one more weight, as in liblinear. Probabilities are the softmax of the scores.
/// </summary>
public sealed record LinearSvm : ILearner
{
    /// <summary>Weight of the errors against the penalty.</summary>
    public double C { get; init; } = 1;

    /// <summary>Passes over the vectors at most.</summary>
    public int Iterations { get; init; } = 1000;

    /// <summary>Stops when the projected gradients of a pass spread no further.</summary>
    public double Tolerance { get; init; } = 1e-4;

    /// <inheritdoc/>
    public IPredictor Fit(Samples samples, IReadOnlyList<int> labels, int classes, FitOptions options)
    {
        Predictors.CheckFit(samples, labels, classes);
        Predictors.Require(C > 0, "C must be positive");
        var (weight, bias) = (new double[classes * samples.Width], new double[classes]);
        options.For(0, classes, label =>
            bias[label] = Separate(samples, labels, label, weight.AsSpan(label * samples.Width, samples.Width), new SeededRandom(options.Seed, label), options));
        return new LinearScores(weight, bias);
    }

    /// <inheritdoc/>
    public IPredictor Load(IReadOnlyDictionary<string, TensorData> weights) => LinearScores.From(weights);

    private double Separate(Samples samples, IReadOnlyList<int> labels, int label, Span<double> weight, SeededRandom random, FitOptions options)
    {
        var diagonal = 0.5 / C;
        var alpha = new double[samples.Count];
        var norms = Enumerable.Range(0, samples.Count).Select(i => Vectors.Dot(samples.Row(i), samples.Row(i)) + 1 + diagonal).ToArray();
        var order = Enumerable.Range(0, samples.Count).ToArray();
        var bias = 0.0;
        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            options.Cancellation.ThrowIfCancellationRequested();
            random.Shuffle(order.AsSpan());
            var (greatest, least) = (double.NegativeInfinity, double.PositiveInfinity);
            foreach (var i in order)
            {
                var sign = labels[i] == label ? 1 : -1;
                var gradient = (sign * (Vectors.Dot(weight, samples.Row(i)) + bias)) - 1 + (diagonal * alpha[i]);
                var projected = alpha[i] == 0 ? Math.Min(gradient, 0) : gradient;
                (greatest, least) = (Math.Max(greatest, projected), Math.Min(least, projected));
                if (projected != 0)
                {
                    var before = alpha[i];
                    alpha[i] = Math.Max(0, before - (gradient / norms[i]));
                    var step = (alpha[i] - before) * sign;
                    Vectors.AddScaled(weight, step, samples.Row(i));
                    bias += step;
                }
            }

            if (greatest - least < Tolerance)
            {
                break;
            }
        }

        return bias;
    }
}
