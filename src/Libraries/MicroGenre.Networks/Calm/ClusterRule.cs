using System.Numerics;
using System.Runtime.InteropServices;
using MicroGenre.Learning;

namespace MicroGenre.Networks.Calm;

/// <summary>How CALM compares a sample with a centre. Every value counts by its importance, the mean magnitude of its weights.</summary>
internal enum CalmDistance
{
    /// <summary>The sum of the differences' magnitudes: the paper's.</summary>
    Manhattan,

    /// <summary>The root of the sum of the squared differences.</summary>
    Euclidean,

    /// <summary>1 less the cosine of the angle between them.</summary>
    Cosine,
}

/// <summary>
/// Assigns samples to the nearest centre by CALM's distance d_il = Σ_n avg_j |w_j^n| · |x_i^n − x_l^n| (Ghosal and Sarkar 2020, "Clustering
/// Problem"). Of equally near centres the first wins. Training samples and new samples are treated alike.
/// </summary>
internal sealed class ClusterRule
{
    private readonly double[] _importance;
    private readonly CalmDistance _distance;

    /// <summary>Creates a rule.</summary>
    /// <param name="centres">The centre of each cluster, <c>[clusters, width]</c>.</param>
    /// <param name="importance">The weight of each value in distances, <c>[width]</c>, or for each cluster its own, <c>[clusters,
    /// width]</c>; not negative.</param>
    /// <param name="distance">How samples are compared with centres.</param>
    /// <exception cref="ArgumentException">The number of importances differs from the number of values.</exception>
    public ClusterRule(Samples centres, IReadOnlyList<double> importance, CalmDistance distance = CalmDistance.Manhattan)
    {
        if (importance.Count != centres.Width && importance.Count != centres.Values.Length)
        {
            throw new ArgumentException($"{centres.Width} values have {importance.Count} importances.", nameof(importance));
        }

        Centres = centres;
        _importance = [.. importance];
        _distance = distance;
    }

    /// <summary>The centre of each cluster, <c>[clusters, width]</c>.</summary>
    public Samples Centres { get; }

    /// <summary>
    /// The weight of each value in distances, <c>[width]</c> or <c>[clusters, width]</c>: the mean magnitude of the first layer's weights
    /// for it.
    /// </summary>
    public IReadOnlyList<double> Importance => _importance;

    /// <summary>Number of clusters.</summary>
    public int Count => Centres.Count;

    /// <summary>Computes the distances of samples from every centre.</summary>
    /// <param name="samples">The samples, with the width of the centres.</param>
    /// <param name="options">Threads and cancellation; they do not affect the result.</param>
    /// <returns><c>[samples, clusters]</c>.</returns>
    public double[] Distances(Samples samples, FitOptions options)
    {
        var distances = new double[samples.Count * Count];
        ForEachBlock(samples.Count, options, i => Distances(samples.Row(i), distances.AsSpan(i * Count, Count)));
        return distances;
    }

    /// <summary>Assigns each sample to a cluster.</summary>
    /// <inheritdoc cref="Distances(Samples, FitOptions)"/>
    /// <returns>Indices of clusters, <c>[samples]</c>.</returns>
    public int[] Assign(Samples samples, FitOptions options)
    {
        var clusters = new int[samples.Count];
        ForEachBlock(samples.Count, options, i => clusters[i] = Nearest(samples.Row(i)));
        return clusters;
    }

    /// <summary>Returns the cluster of one sample.</summary>
    public int Nearest(ReadOnlySpan<double> sample)
    {
        var (nearest, least) = (0, double.PositiveInfinity);
        for (var cluster = 0; cluster < Count; cluster++)
        {
            var distance = Distance(sample, Centres.Row(cluster), cluster);
            (nearest, least) = distance < least ? (cluster, distance) : (nearest, least);
        }

        return nearest;
    }

    /// <summary>The distance of two vectors as a cluster weighs their values.</summary>
    internal double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b, int cluster)
    {
        var importance = _importance.Length == Centres.Width ? _importance : _importance.AsSpan(cluster * Centres.Width, Centres.Width);
        return _distance switch
        {
            CalmDistance.Euclidean => Euclidean(a, b, importance),
            CalmDistance.Cosine => Cosine(a, b, importance),
            _ => Manhattan(a, b, importance),
        };
    }

    private static double Euclidean(ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> importance)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += importance[i] * (a[i] - b[i]) * (a[i] - b[i]);
        }

        return Math.Sqrt(sum);
    }

    // A vector of zeros has no direction: it is as far from all others as a vector at a right angle.
    private static double Cosine(ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> importance)
    {
        var (product, ofA, ofB) = (0.0, 0.0, 0.0);
        for (var i = 0; i < a.Length; i++)
        {
            product += importance[i] * a[i] * b[i];
            ofA += importance[i] * a[i] * a[i];
            ofB += importance[i] * b[i] * b[i];
        }

        return ofA > 0 && ofB > 0 ? 1 - (product / Math.Sqrt(ofA * ofB)) : 1;
    }

    private static double Manhattan(ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> importance)
    {
        var wideA = MemoryMarshal.Cast<double, Vector<double>>(a);
        var wideB = MemoryMarshal.Cast<double, Vector<double>>(b);
        var wideImportance = MemoryMarshal.Cast<double, Vector<double>>(importance);
        var sums = Vector<double>.Zero;
        for (var i = 0; i < wideA.Length; i++)
        {
            sums += wideImportance[i] * Vector.Abs(wideA[i] - wideB[i]);
        }

        var sum = Vector.Sum(sums);
        for (var i = wideA.Length * Vector<double>.Count; i < a.Length; i++)
        {
            sum += importance[i] * Math.Abs(a[i] - b[i]);
        }

        return sum;
    }

    // The loops of a matrix product, samples × centresᵀ, with w·|a − b| instead of a·b.
    private void Distances(ReadOnlySpan<double> sample, Span<double> distances)
    {
        for (var cluster = 0; cluster < distances.Length; cluster++)
        {
            distances[cluster] = Distance(sample, Centres.Row(cluster), cluster);
        }
    }

    private static void ForEachBlock(int count, FitOptions options, Action<int> action)
    {
        const int Block = 256;
        options.For(0, (count + Block - 1) / Block, block =>
        {
            for (var i = block * Block; i < Math.Min(count, (block + 1) * Block); i++)
            {
                action(i);
            }
        });
    }
}
