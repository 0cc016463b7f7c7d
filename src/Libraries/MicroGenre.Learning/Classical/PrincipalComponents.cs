using MathNet.Numerics.LinearAlgebra;

namespace MicroGenre.Learning;

/// <summary>Projects vectors onto the directions in which the training vectors vary most.</summary>
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

    /// <summary>How many directions there are.</summary>
    public int Count => _directions.Count;

    /// <summary>Finds the directions: the eigenvectors of the covariance, through whichever of XᵀX and XXᵀ is smaller.</summary>
    /// <param name="samples">The training vectors.</param>
    /// <param name="components">How many directions at most; fewer if the vectors span fewer.</param>
    public static PrincipalComponents Fit(Samples samples, int components)
    {
        Predictors.Require(components >= 1, "components must be at least 1");
        var mean = new double[samples.Width];
        for (var i = 0; i < samples.Count; i++)
        {
            Vectors.AddScaled(mean, 1.0 / samples.Count, samples.Row(i));
        }

        var centred = Matrix<double>.Build.Dense(samples.Count, samples.Width, (i, column) => samples.Values[(i * samples.Width) + column] - mean[column]);
        var wide = samples.Width > samples.Count;
        var system = (wide ? centred.TransposeAndMultiply(centred) : centred.TransposeThisAndMultiply(centred)).Evd(Symmetricity.Symmetric);
        var order = Enumerable.Range(0, system.EigenValues.Count).OrderByDescending(i => system.EigenValues[i].Real).ToList();
        var least = 1e-12 * Math.Max(double.Epsilon, system.EigenValues[order[0]].Real);
        var directions = order.Take(components).Where(i => system.EigenValues[i].Real > least).Select(i =>
        {
            var vector = system.EigenVectors.Column(i);
            return (wide ? centred.TransposeThisAndMultiply(vector) : vector).Normalize(2).ToArray();
        }).ToList();
        if (directions.Count == 0)
        {
            directions.Add(new double[samples.Width]);
        }

        return new PrincipalComponents(mean, Samples.Of(directions));
    }

    /// <summary>The components that <see cref="AddTo"/> stored.</summary>
    /// <exception cref="InvalidDataException">They are not there.</exception>
    public static PrincipalComponents From(IReadOnlyDictionary<string, TensorData> weights)
    {
        var directions = weights.Require(DirectionsName);
        return new PrincipalComponents(
            weights.Require(MeanName).ToDouble(), new Samples((int)directions.Shape[0], (int)directions.Shape[1], directions.ToDouble()));
    }

    /// <summary>The coordinates along the directions, <c>[samples, Count]</c>.</summary>
    public Samples Apply(Samples samples)
    {
        var projected = new Samples(samples.Count, Count, new double[samples.Count * Count]);
        var centred = new double[samples.Width];
        for (var i = 0; i < samples.Count; i++)
        {
            samples.Row(i).CopyTo(centred);
            Vectors.AddScaled(centred, -1, _mean);
            for (var direction = 0; direction < Count; direction++)
            {
                projected.Row(i)[direction] = Vectors.Dot(centred, _directions.Row(direction));
            }
        }

        return projected;
    }

    /// <summary>Stores the components among other weights.</summary>
    public void AddTo(IDictionary<string, TensorData> weights)
    {
        weights[MeanName] = new TensorData(_mean, _mean.Length);
        weights[DirectionsName] = new TensorData(_directions.Values, Count, _directions.Width);
    }
}
