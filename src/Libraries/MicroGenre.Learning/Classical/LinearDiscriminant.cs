namespace MicroGenre.Learning;

/// <summary>
/// Linear discriminant analysis with a shrunk covariance: (1 − s) · S + s · μ · I, where S is the covariance within classes and μ its mean eigenvalue.
/// Classes are equally probable beforehand. With many more values than vectors it does well where other learners follow accidents of the data.
/// </summary>
public sealed record LinearDiscriminant : ILearner
{
    /// <summary>The share s, above 0 and up to 1.</summary>
    public double Shrinkage { get; init; } = 0.8;

    /// <summary>What scores are divided by before they become probabilities: with correlated values the model is too sure of itself.</summary>
    public double Temperature { get; init; } = 4;

    /// <inheritdoc/>
    public IPredictor Fit(Samples samples, IReadOnlyList<int> labels, int classes, FitOptions options)
    {
        Predictors.CheckFit(samples, labels, classes);
        Predictors.Require(Shrinkage is > 0 and <= 1, "shrinkage must be above 0 and at most 1");
        Predictors.Require(Temperature > 0, "temperature must be positive");
        var (count, width) = (samples.Count, samples.Width);
        var means = Means(samples, labels, classes, out var sizes);
        var within = Within(samples, labels, means);
        var eigenvalue = Vectors.Dot(within.Values, within.Values) / ((double)count * width);
        var ridge = eigenvalue > 0 ? Shrinkage * eigenvalue : 1;
        var share = (1 - Shrinkage) / count;

        // The inverse covariance times a mean, by Woodbury's identity: a system of as many equations as vectors, not as values.
        var gram = Gram(within, share, ridge, options);
        Cholesky.Factor(gram, count, options);
        var (weight, bias) = (new double[classes * width], new double[classes]);
        options.For(0, classes, label =>
        {
            var mean = means.Row(label);
            var target = weight.AsSpan(label * width, width);
            var projected = new double[count];
            for (var i = 0; i < count; i++)
            {
                projected[i] = share * Vectors.Dot(within.Row(i), mean);
            }

            Cholesky.Solve(gram, projected);
            mean.CopyTo(target);
            for (var i = 0; i < count; i++)
            {
                Vectors.AddScaled(target, -projected[i], within.Row(i));
            }

            foreach (ref var value in target)
            {
                value /= ridge * Temperature;
            }

            bias[label] = sizes[label] > 0 ? -0.5 * Vectors.Dot(target, mean) : double.NegativeInfinity;
        });
        return new LinearScores(weight, bias);
    }

    /// <inheritdoc/>
    public IPredictor Load(IReadOnlyDictionary<string, TensorData> weights) => LinearScores.From(weights);

    private static Samples Means(Samples samples, IReadOnlyList<int> labels, int classes, out int[] sizes)
    {
        sizes = new int[classes];
        foreach (var label in labels)
        {
            sizes[label]++;
        }

        var means = new Samples(classes, samples.Width, new double[classes * samples.Width]);
        for (var i = 0; i < samples.Count; i++)
        {
            Vectors.AddScaled(means.Row(labels[i]), 1.0 / sizes[labels[i]], samples.Row(i));
        }

        return means;
    }

    private static Samples Within(Samples samples, IReadOnlyList<int> labels, Samples means)
    {
        var within = new Samples(samples.Count, samples.Width, [.. samples.Values]);
        for (var i = 0; i < samples.Count; i++)
        {
            Vectors.AddScaled(within.Row(i), -1, means.Row(labels[i]));
        }

        return within;
    }

    // share · W Wᵀ + ridge · I, [count, count].
    private static double[] Gram(Samples within, double share, double ridge, FitOptions options)
    {
        var gram = new double[within.Count * within.Count];
        options.For(0, within.Count, i =>
        {
            for (var j = 0; j <= i; j++)
            {
                gram[(i * within.Count) + j] = share * Vectors.Dot(within.Row(i), within.Row(j));
            }

            gram[(i * within.Count) + i] += ridge;
        });
        return gram;
    }
}
