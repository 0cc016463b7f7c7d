namespace MicroGenre.Segmentation.Clustering;

/// <summary>The scale by which distances are divided before they become similarities.</summary>
public enum AffinityScaling
{
    /// <summary>No scale: <c>A = exp(−S²)</c>, equation (5) of the paper as printed.</summary>
    None,

    /// <summary>One scale σ for the whole track: <c>A = exp(−S²/σ²)</c>.</summary>
    Fixed,

    /// <summary>
    /// A scale for each window, its mean distance from a share of its nearest windows: <c>A = exp(−S²/(σ_i σ_j))</c>, after L. Zelnik-Manor
    /// and P. Perona, "Self-tuning spectral clustering", 2004. They use only the distance to the n-th nearest window, which is too large if
    /// a part has fewer than n windows; the mean is robust to that.
    /// </summary>
    SelfTuning,

    /// <summary>One scale for the whole track, the median of its distances: <c>A = exp(−(S/median)²)</c>.</summary>
    Median,
}

/// <summary>How distances become similarities.</summary>
/// <param name="Kind">The kind of scale.</param>
/// <param name="Value">The scale σ, above 0, of <see cref="AffinityScaling.Fixed"/>, or the share of windows, above 0 and up to 1, of
/// <see cref="AffinityScaling.SelfTuning"/>; otherwise unused.</param>
public sealed record AffinityScale(AffinityScaling Kind, double Value)
{
    /// <summary>The paper's formula as printed.</summary>
    public static AffinityScale None { get; } = new(AffinityScaling.None, 1);

    /// <summary>One scale for the whole track.</summary>
    public static AffinityScale Fixed(double sigma) => new(AffinityScaling.Fixed, sigma);

    /// <summary>The median of the track's distances.</summary>
    public static AffinityScale Median { get; } = new(AffinityScaling.Median, 1);

    /// <summary>A scale for each window: its mean distance from that share of its nearest windows.</summary>
    public static AffinityScale SelfTuning(double share) => new(AffinityScaling.SelfTuning, share);
}

/// <summary>The graph of windows: similarities computed from distances, without self-loops.</summary>
public static class Adjacency
{
    /// <summary>Lower limit of a window's scale, so that identical windows, such as silent ones, do not divide by 0.</summary>
    private const double SmallestScale = 1e-6;

    /// <summary>Computes the adjacency matrix (equation 5 of the paper).</summary>
    /// <param name="distances">Symmetric distances, at least 0.</param>
    /// <param name="scale">The scale; <see langword="null"/> for the paper's formula as printed.</param>
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
        if (scale.Kind == AffinityScaling.Median && distances.Size > 1)
        {
            Array.Fill(scales, Math.Max(MedianOf(distances), SmallestScale));
        }

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

    // Of the distances between different windows.
    private static double MedianOf(SquareMatrix distances)
    {
        double[] sorted = [.. Enumerable.Range(0, distances.Size)
            .SelectMany(row => Enumerable.Range(0, row).Select(column => distances[row, column])).Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
