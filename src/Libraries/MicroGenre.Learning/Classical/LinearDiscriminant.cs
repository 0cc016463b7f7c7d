namespace MicroGenre.Learning;

/// <summary>
/// Linear discriminant analysis with a shrunk covariance: (1 − s) · S + s · μ · I, where S is the within-class covariance and μ its mean
/// eigenvalue. Class priors are equal. It works well with many more values than vectors, where other learners overfit.
/// </summary>
public sealed record LinearDiscriminant : ILearner
{
    /// <summary>The shrinkage s, above 0 and up to 1.</summary>
    public double Shrinkage { get; init; } = 0.8;

    /// <summary>Divides the scores before the softmax: with correlated values the model is overconfident.</summary>
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

        var inverse = width <= count ? Direct(within, share, ridge, options) : Woodbury(within, share, ridge, options);
        var (weight, bias) = (new double[classes * width], new double[classes]);
        options.For(0, classes, label =>
        {
            var mean = means.Row(label);
            var target = weight.AsSpan(label * width, width);
            inverse(mean.ToArray()).CopyTo(target);
            foreach (ref var value in target)
            {
                value /= Temperature;
            }

            bias[label] = sizes[label] > 0 ? -0.5 * Vectors.Dot(target, mean) : double.NegativeInfinity;
        });
        return new LinearScores(weight, bias)
        {
            Space = options.KeepSpace
                ? GenreSpace.Fit(samples, within, means, Array.ConvertAll(sizes, size => (long)size), share, ridge, Temperature, options)
                : null,
        };
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

    // Multiplies a vector by the inverse of share · Wᵀ W + ridge · I, using the matrix itself.
    private static Func<double[], double[]> Direct(Samples within, double share, double ridge, FitOptions options)
    {
        var factor = Factor(within.ColumnProducts(options), within.Width, share, ridge, options);
        return vector =>
        {
            Cholesky.Solve(factor, vector);
            return vector;
        };
    }

    // The same by Woodbury's identity: the system has as many equations as samples instead of values.
    private static Func<double[], double[]> Woodbury(Samples within, double share, double ridge, FitOptions options)
    {
        var factor = Factor(within.RowProducts(options), within.Count, share, ridge, options);
        return vector =>
        {
            var projected = new double[within.Count];
            for (var i = 0; i < projected.Length; i++)
            {
                projected[i] = share * Vectors.Dot(within.Row(i), vector);
            }

            Cholesky.Solve(factor, projected);
            for (var i = 0; i < projected.Length; i++)
            {
                Vectors.AddScaled(vector, -projected[i], within.Row(i));
            }

            return Array.ConvertAll(vector, value => value / ridge);
        };
    }

    private static double[] Factor(double[] products, int size, double share, double ridge, FitOptions options)
    {
        for (var i = 0; i < products.Length; i++)
        {
            products[i] = (share * products[i]) + (i % (size + 1) == 0 ? ridge : 0);
        }

        Cholesky.Factor(products, size, options);
        return products;
    }
}
