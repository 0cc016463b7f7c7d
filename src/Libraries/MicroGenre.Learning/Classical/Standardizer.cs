namespace MicroGenre.Learning;

/// <summary>Scales each value to mean 0 and standard deviation 1 over the training vectors. Constant values become 0.</summary>
/// <example><code>
/// double[][] rows = [[0, 1], [1, 0], [0, 2]];
/// var standardizer = Standardizer.Fit(Samples.Of(rows));
/// </code></example>
public sealed class Standardizer
{
    private const string MeanName = "standardizer.mean";
    private const string ScaleName = "standardizer.scale";

    private readonly double[] _mean;
    private readonly double[] _scale;

    private Standardizer(double[] mean, double[] scale)
    {
        _mean = mean;
        _scale = scale;
    }

    /// <summary>The mean of each value.</summary>
    internal ReadOnlySpan<double> Mean => _mean;

    /// <summary>What each value is divided by once its mean is taken off.</summary>
    internal ReadOnlySpan<double> Scale => _scale;

    /// <summary>Measures mean and deviation.</summary>
    public static Standardizer Fit(Samples samples)
    {
        var (mean, scale) = (samples.Mean(), new double[samples.Width]);
        for (var i = 0; i < samples.Count; i++)
        {
            Vectors.AddSquaredDifference(scale, samples.Row(i), mean);
        }

        for (var column = 0; column < scale.Length; column++)
        {
            var deviation = Math.Sqrt(scale[column] / samples.Count);
            scale[column] = deviation > 1e-12 * Math.Max(1, Math.Abs(mean[column])) ? deviation : 1;
        }

        return new Standardizer(mean, scale);
    }

    /// <summary>Restores the standardizer that <see cref="AddTo"/> stored.</summary>
    /// <exception cref="InvalidDataException">The weights hold no standardizer.</exception>
    public static Standardizer From(IReadOnlyDictionary<string, TensorData> weights) =>
        new(weights.Require(MeanName).ToDouble(), weights.Require(ScaleName).ToDouble());

    /// <summary>Scales vectors in place.</summary>
    public void Apply(Samples samples)
    {
        for (var i = 0; i < samples.Count; i++)
        {
            Vectors.Standardize(samples.Row(i), _mean, _scale);
        }
    }

    /// <summary>Stores the standardizer among a model's weights.</summary>
    public void AddTo(IDictionary<string, TensorData> weights)
    {
        weights[MeanName] = new TensorData(_mean, _mean.Length);
        weights[ScaleName] = new TensorData(_scale, _scale.Length);
    }
}
