namespace MicroGenre.Segmentation;

/// <summary>A segment of a track that belongs to one cluster.</summary>
/// <param name="Start">Its start, in seconds.</param>
/// <param name="End">Its end, in seconds.</param>
/// <param name="Cluster">Its cluster, from 0, numbered in order of first appearance.</param>
public sealed record Segment(double Start, double End, int Cluster)
{
    /// <summary>Its length, in seconds.</summary>
    public double Duration => End - Start;
}

/// <summary>An excerpt of a track.</summary>
/// <param name="Start">Its start, in seconds.</param>
/// <param name="End">Its end, in seconds.</param>
public sealed record Excerpt(double Start, double End);

/// <summary>The graph of a track's windows.</summary>
/// <param name="Distances">The symmetric distances S, <c>[windows, windows]</c>, after the median over the context.</param>
/// <param name="Adjacency">The similarities A, <c>[windows, windows]</c>.</param>
/// <param name="Eigenvalues">The largest eigenvalues of the normalised Laplacian, largest first.</param>
public sealed record WindowGraph(SquareMatrix Distances, SquareMatrix Adjacency, double[] Eigenvalues)
{
    /// <summary>A window whose similarity even to its nearest window is lower is practically disconnected.</summary>
    private const double Thread = 1e-3;

    /// <summary>
    /// The share of windows, 0 … 1, that are similar to no other window. Their distances saturate the formula, and only a scale reconnects
    /// the graph.
    /// </summary>
    public double SaturatedShare
    {
        get
        {
            var saturated = 0;
            for (var window = 0; window < Adjacency.Size; window++)
            {
                saturated += Adjacency.Row(window).ContainsAnyInRange(Thread, double.PositiveInfinity) ? 0 : 1;
            }

            return Adjacency.Size > 1 ? (double)saturated / Adjacency.Size : 0;
        }
    }
}

/// <summary>The segmentation of a track.</summary>
/// <param name="Grid">How the track was cut into windows.</param>
/// <param name="Labels">The cluster of each window, <c>[windows]</c>.</param>
/// <param name="Graph">The graph from which the clusters were computed.</param>
/// <param name="Envelope">The lowest and highest sample of each of equally long parts of the track, for drawing.</param>
public sealed record TrackSegmentation(
    WindowGrid Grid, int[] Labels, WindowGraph Graph, IReadOnlyList<(float Lowest, float Highest)> Envelope)
{
    /// <summary>Number of clusters.</summary>
    public int ClusterCount { get; } = Labels.Max() + 1;

    /// <summary>
    /// The segments in order, without gaps, from 0 to the track's end. Neighbouring windows of one cluster form a segment.
    /// </summary>
    public IReadOnlyList<Segment> Segments { get; } = ToSegments(Grid, Labels);

    /// <summary>The cluster with the longest total duration; the earlier one if two are equal.</summary>
    public int LargestCluster
    {
        get
        {
            var durations = new double[ClusterCount];
            foreach (var segment in Segments)
            {
                durations[segment.Cluster] += segment.Duration;
            }

            return Array.IndexOf(durations, durations.Max());
        }
    }

    /// <summary>
    /// The most representative excerpt: it contains the most windows of the largest cluster and, among such excerpts, its windows are most
    /// similar to the whole cluster.
    /// </summary>
    /// <param name="seconds">The length, above 0. A shorter track is its own excerpt.</param>
    public Excerpt Representative(double seconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(seconds);
        if (seconds >= Grid.Duration)
        {
            return new Excerpt(0, Grid.Duration);
        }

        var worths = WindowWorths();
        var (best, bestWorth) = (0.0, double.NegativeInfinity);
        for (var window = 0; window < Labels.Length; window++)
        {
            var start = Math.Min(Grid.StartOf(window), Grid.Duration - seconds);
            var worth = WorthOf(start, start + seconds, worths);
            if (worth > bestWorth * (1 + 1e-12))
            {
                (best, bestWorth) = (start, worth);
            }
        }

        return new Excerpt(best, best + seconds);
    }

    /// <summary>
    /// The longest segments of the largest cluster, up to a total length, in temporal order. The last one is cut to fit. A shorter cluster
    /// is returned whole.
    /// </summary>
    /// <param name="seconds">The total length, above 0.</param>
    public IReadOnlyList<Excerpt> OfLargestCluster(double seconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(seconds);
        var taken = new List<Excerpt>();
        foreach (var segment in Segments.Where(segment => segment.Cluster == LargestCluster).OrderByDescending(segment => segment.Duration))
        {
            var length = Math.Min(segment.Duration, seconds);
            if (length > 0)
            {
                taken.Add(new Excerpt(segment.Start, segment.Start + length));
                seconds -= length;
            }
        }

        return [.. taken.OrderBy(excerpt => excerpt.Start)];
    }

    /// <summary>
    /// The worth of a second of each window in an excerpt: 1 if it is in the largest cluster, plus its mean similarity to the cluster.
    /// </summary>
    private double[] WindowWorths()
    {
        var cluster = LargestCluster;
        var members = Enumerable.Range(0, Labels.Length).Where(window => Labels[window] == cluster).ToArray();
        var worths = new double[Labels.Length];
        foreach (var window in members)
        {
            worths[window] = 1 + members.Average(member => Graph.Adjacency[window, member]);
        }

        return worths;
    }

    private double WorthOf(double start, double end, double[] worths)
    {
        var worth = 0.0;
        for (var window = 0; window < worths.Length; window++)
        {
            var overlap = Math.Min(end, Grid.StartOf(window + 1)) - Math.Max(start, Grid.StartOf(window));
            worth += Math.Max(0, overlap) * worths[window];
        }

        return worth;
    }

    private static List<Segment> ToSegments(WindowGrid grid, int[] labels)
    {
        var segments = new List<Segment>();
        for (var (first, next) = (0, 1); next <= labels.Length; next++)
        {
            if (next == labels.Length || labels[next] != labels[first])
            {
                segments.Add(new Segment(grid.StartOf(first), grid.StartOf(next), labels[first]));
                first = next;
            }
        }

        return segments;
    }
}
