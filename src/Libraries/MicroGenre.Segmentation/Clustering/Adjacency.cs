namespace MicroGenre.Segmentation.Clustering;

/// <summary>What distances are measured by before they become similarities.</summary>
public enum AffinityScaling
{
    /// <summary>Nothing: <c>A = exp(−S²)</c>, equation (5) of the paper as printed.</summary>
    None,

    /// <summary>One scale σ for the whole track: <c>A = exp(−S²/σ²)</c>.</summary>
    Fixed,

    /// <summary>
    /// Each window's own scale, its mean distance to a share of the windows, those nearest to it: <c>A = exp(−S²/(σ_i σ_j))</c>, after L.
    /// Zelnik-Manor and P. Perona, "Self-tuning spectral clustering", 2004. (They take the distance to the n-th nearest alone, which is far
    /// off where a part has fewer than n windows; the mean bears that.)
    /// </summary>
    SelfTuning,
}

/// <summary>How distances become similarities.</summary>
/// <param name="Kind">What distances are measured by.</param>
/// <param name="Value">The scale σ above 0 of <see cref="AffinityScaling.Fixed"/>, the share of windows, above 0 up to 1, of
/// <see cref="AffinityScaling.SelfTuning"/>, else unused.</param>
public sealed record AffinityScale(AffinityScaling Kind, double Value)
{
    /// <summary>The paper's formula as printed.</summary>
    public static AffinityScale None { get; } = new(AffinityScaling.None, 1);

    /// <summary>One scale for the whole track.</summary>
    public static AffinityScale Fixed(double sigma) => new(AffinityScaling.Fixed, sigma);

    /// <summary>Each window's mean distance to that share of the windows, those nearest to it.</summary>
    public static AffinityScale SelfTuning(double share) => new(AffinityScaling.SelfTuning, share);
}

/// <summary>The graph of windows: similarities from distances, no window joined to itself.</summary>
public static class Adjacency
{
    /// <summary>No window's own scale is smaller, so that windows that are the same, such as silent ones, do not divide by 0.</summary>
    private const double SmallestScale = 1e-6;

    /// <summary>Computes the adjacency matrix (equation 5 of the paper).</summary>
    /// <param name="distances">Symmetric distances, 0 or more.</param>
    /// <param name="scale">What they are measured by; the paper's formula as printed unless told otherwise.</param>
    public static SquareMatrix FromDistances(SquareMatrix distances, AffinityScale? scale = null)
    {
        var scales = Scales(distances, scale ?? AffinityScale.None);
        var adjacency = new SquareMatrix(distances.Size);
        for (var row = 0; row < distances.Size; row++)
        {
            for (var column = 0; column < row; column++)
            {
                var distance = distances[row, column];
                adjacency[row, column] = adjacency[column, row] = Math.Exp(-(distance / scales[row]) * (distance / scales[column]));
            }
        }

        return adjacency;
    }

    private static double[] Scales(SquareMatrix distances, AffinityScale scale)
    {
        var scales = new double[distances.Size];
        Array.Fill(scales, scale.Kind == AffinityScaling.Fixed ? scale.Value : 1);
        if (scale.Kind == AffinityScaling.SelfTuning && distances.Size > 1)
        {
            var others = new double[distances.Size - 1];
            var neighbours = Math.Clamp((int)Math.Ceiling(scale.Value * scales.Length), 1, others.Length);
            for (var row = 0; row < scales.Length; row++)
            {
                distances.Row(row)[..row].CopyTo(others);
                distances.Row(row)[(row + 1)..].CopyTo(others.AsSpan(row));
                Array.Sort(others);
                scales[row] = Math.Max(others.Take(neighbours).Average(), SmallestScale);
            }
        }

        return scales;
    }
}
