using MathNet.Numerics.LinearAlgebra;

namespace MicroGenre.Learning;

/// <summary>Principal component analysis: projects vectors onto the directions of greatest variance in the training vectors.</summary>
/// <example><code>
/// double[][] rows = [[0, 1], [1, 0], [0, 2]];
/// var components = PrincipalComponents.Fit(Samples.Of(rows), components: 1);
/// </code></example>
public sealed class PrincipalComponents
{
    private const string MeanName = "components.mean";
    private const string DirectionsName = "components.directions";

    private readonly double[] _mean;
    private readonly Samples _directions;

    private PrincipalComponents(double[] mean, Samples directions)
    {
        _mean = mean;
        _directions = directions;
    }

    /// <summary>Number of components.</summary>
    public int Count => _directions.Count;

    /// <summary>Finds the components: the eigenvectors of the covariance, computed from XᵀX or XXᵀ, whichever is smaller.</summary>
    /// <param name="samples">The training vectors.</param>
    /// <param name="components">Maximum number of components; fewer are returned if the vectors span fewer dimensions.</param>
    public static PrincipalComponents Fit(Samples samples, int components)
    {
        Predictors.Require(components >= 1, "components must be at least 1");
        var mean = samples.Mean();
        var centred = samples.Less(mean);
        var wide = samples.Width > samples.Count;
        var size = Math.Min(samples.Width, samples.Count);
        var products = wide ? centred.RowProducts(new FitOptions()) : centred.ColumnProducts(new FitOptions());
        var system = Matrix<double>.Build.Dense(size, size, products).Evd(Symmetricity.Symmetric);
        var order = Enumerable.Range(0, system.EigenValues.Count).OrderByDescending(i => system.EigenValues[i].Real).ToList();
        var least = 1e-12 * Math.Max(double.Epsilon, system.EigenValues[order[0]].Real);
        var directions = order.Take(components).Where(i => system.EigenValues[i].Real > least).Select(i =>
        {
            var direction = system.EigenVectors.Column(i).ToArray();
            return Unit(wide ? Combine(centred, direction) : direction);
        }).ToList();
        if (directions.Count == 0)
        {
            directions.Add(new double[samples.Width]);
        }

        return new PrincipalComponents(mean, Samples.Of(directions));
    }

    /// <summary>Restores the components that <see cref="AddTo"/> stored.</summary>
    /// <exception cref="InvalidDataException">The weights hold no components.</exception>
    public static PrincipalComponents From(IReadOnlyDictionary<string, TensorData> weights)
    {
        var directions = weights.Require(DirectionsName);
        return new PrincipalComponents(
            weights.Require(MeanName).ToDouble(), new Samples((int)directions.Shape[0], (int)directions.Shape[1], directions.ToDouble()));
    }

    /// <summary>Projects vectors onto the components, <c>[samples, Count]</c>.</summary>
    public Samples Apply(Samples samples)
    {
        var projected = new Samples(samples.Count, Count, new double[samples.Count * Count]);
        PackedMatrix.OfTransposed(_directions.Values, _directions.Width, Count)
            .AddProduct(samples.Less(_mean).Values, samples.Count, projected.Values, new FitOptions());
        return projected;
    }

    /// <summary>Stores the components among a model's weights.</summary>
    public void AddTo(IDictionary<string, TensorData> weights)
    {
        weights[MeanName] = new TensorData(_mean, _mean.Length);
        weights[DirectionsName] = new TensorData(_directions.Values, Count, _directions.Width);
    }

    private static double[] Combine(Samples samples, double[] factors)
    {
        var sum = new double[samples.Width];
        for (var i = 0; i < samples.Count; i++)
        {
            Vectors.AddScaled(sum, factors[i], samples.Row(i));
        }

        return sum;
    }

    private static double[] Unit(double[] vector)
    {
        var length = Math.Sqrt(Vectors.Dot(vector, vector));
        return Array.ConvertAll(vector, value => value / length);
    }
}
