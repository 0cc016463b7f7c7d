namespace MicroGenre.Learning;

/// <summary>
/// Decides whether a track resembles the music that a model has learned. Its bounds come from tracks that the model was not trained on.
/// Distances depend on the length of a track, so the bounds are kept for several lengths and interpolated between them.
/// </summary>
/// <remarks>
/// Each part of a model (each member of an ensemble) sees a track as a vector of standardized values. Its distance is the mean square of
/// these values, each clipped at <see cref="LargestDeviation"/>: a robust squared Mahalanobis distance under a diagonal covariance, per
/// value. The logarithms of distances are approximately normal, so they are turned into deviations from the typical distance. The
/// deviations above it are combined as the root of their sum of squares.
/// </remarks>
/// <param name="Lengths">The bounds, in ascending order of length.</param>
/// <param name="Tracks">Number of tracks that the bounds were fitted to.</param>
/// <param name="Refused">The share of these tracks that cross-fitted bounds for whole tracks call unfamiliar, 0 to 1; without
/// cross-fitting, the bounds themselves.</param>
public sealed record Familiarity(IReadOnlyList<FamiliarLength> Lengths, int Tracks, double Refused)
{
    /// <summary>Minimum number of tracks to fit bounds: fewer cannot resolve a share below 1 %.</summary>
    public const int LeastTracks = 100;

    /// <summary>The limit at which standardized values are clipped.</summary>
    public const double LargestDeviation = 4;

    /// <summary>The share of tracks that may be called unfamiliar although they are music.</summary>
    public const double RefusedShare = 0.005;

    // Between 7 and 10 % of music of 5 to 20 s is this far away.
    private const double DoubtfulDeviations = 2;

    // 5, 7.5, 10, 15, 20 and 30 s of 30 s. Below the shortest length, music and speech cannot be told apart.
    private static readonly double[] LengthShares = [1.0 / 6, 1.0 / 4, 1.0 / 3, 1.0 / 2, 2.0 / 3, 1];

    /// <summary>The lengths to measure at, in frames, for tracks with a median length of <paramref name="medianFrames"/>.</summary>
    public static IReadOnlyList<int> LengthsFor(int medianFrames) =>
        [.. LengthShares.Select(share => Math.Max(1, (int)Math.Round(share * medianFrames))).Distinct()];

    /// <summary>Fits the bounds.</summary>
    /// <param name="heldOut">Distances at several lengths of tracks that the model was not trained on.</param>
    /// <returns>The bounds; <see langword="null"/> for fewer than <see cref="LeastTracks"/> tracks, or for models without a
    /// distance.</returns>
    public static Familiarity? Fit(IReadOnlyList<LengthDistances> heldOut)
    {
        if (heldOut.Count == 0 || heldOut[0].Tracks.Count < LeastTracks || heldOut[0].Tracks[0].Length == 0)
        {
            return null;
        }

        var fitted = new Familiarity([.. heldOut.OrderBy(length => length.Frames).Select(FamiliarLength.Fit)], heldOut[0].Tracks.Count, 0);
        return fitted with { Refused = fitted.ShareRefused(heldOut) };
    }

    /// <summary>
    /// The distance of a track relative to the limit: up to 1 the track is familiar. <see langword="null"/> if it is too short to judge.
    /// </summary>
    /// <param name="distances">The track's distance for each part of the model.</param>
    /// <param name="frames">Length of the track, in frames.</param>
    public double? Strangeness(IReadOnlyList<double> distances, int frames) =>
        frames < Lengths[0].Frames ? null : At(frames).Strangeness(distances);

    /// <summary>
    /// Whether a familiar track could also be speech. This is so if it is shorter than the longest length and farther away than about nine
    /// in ten tracks of its length.
    /// </summary>
    /// <inheritdoc cref="Strangeness"/>
    public bool IsDoubtful(IReadOnlyList<double> distances, int frames) =>
        frames >= Lengths[0].Frames && frames < Lengths[^1].Frames && At(frames).Deviation(distances) > DoubtfulDeviations;

    /// <summary>The share of whole tracks that are called unfamiliar, 0 to 1.</summary>
    /// <param name="tracks">Distances at several lengths; only the longest length counts.</param>
    public double ShareRefused(IReadOnlyList<LengthDistances> tracks)
    {
        var whole = tracks.MaxBy(length => length.Frames)!;
        return whole.Tracks.Average(distances => Strangeness(distances, whole.Frames) > 1 ? 1.0 : 0);
    }

    /// <summary>Number of parts of the model that the bounds apply to.</summary>
    internal int Parts => Lengths[0].Typical.Count;

    /// <summary>Whether the values are in range and consistent.</summary>
    internal bool IsPossible => Lengths is [{ Typical.Count: > 0 and var parts }, ..]
        && Lengths.All(length => length.IsPossible(parts))
            && Lengths.Zip(Lengths.Skip(1)).All(pair => pair.First.Frames < pair.Second.Frames);

    private FamiliarLength At(int frames)
    {
        var shorter = Lengths.Last(length => length.Frames <= frames);
        var longer = Lengths.FirstOrDefault(length => length.Frames > frames);
        return longer is null ? shorter : shorter.Towards(longer, frames);
    }
}

/// <summary>The bounds of familiar music for tracks of one length.</summary>
/// <param name="Frames">The length, in frames.</param>
/// <param name="Typical">For each part of the model, the mean of the logarithms of distances.</param>
/// <param name="Spread">For each part, their standard deviation.</param>
/// <param name="Limit">The limit for the root of the sum of squared deviations above the typical distance.</param>
public sealed record FamiliarLength(int Frames, IReadOnlyList<double> Typical, IReadOnlyList<double> Spread, double Limit)
{
    // A distance of 0, of a track that equals the mean, has no logarithm.
    private const double SmallestDistance = 1e-6;

    internal static FamiliarLength Fit(LengthDistances tracks)
    {
        var logarithms = tracks.Tracks.Select(distances => Array.ConvertAll(distances, Logarithm)).ToList();
        double[] typical = [.. logarithms[0].Select((_, part) => logarithms.Average(track => track[part]))];
        double[] spread =
            [.. typical.Select(
                (mean, part) => Math.Max(1e-3, Math.Sqrt(logarithms.Average(track => (track[part] - mean) * (track[part] - mean)))))];
        var bounds = new FamiliarLength(tracks.Frames, typical, spread, double.NaN);
        double[] excesses = [.. tracks.Tracks.Select(distances => bounds.Deviation(distances)).Order()];
        var refused = (int)(Familiarity.RefusedShare * excesses.Length);
        var (last, first) = (excesses[^(refused + 1)], refused == 0 ? excesses[^1] : excesses[^refused]);
        return bounds with { Limit = Math.Max(1, (last + first) / 2) };
    }

    internal double Strangeness(IReadOnlyList<double> distances) => Deviation(distances) / Limit;

    internal double Deviation(IReadOnlyList<double> distances) => Math.Sqrt(distances.Select((distance, part) =>
    {
        var above = Math.Max(0, (Logarithm(distance) - Typical[part]) / Spread[part]);
        return above * above;
    }).Sum());

    internal FamiliarLength Towards(FamiliarLength longer, int frames)
    {
        var share = Math.Log((double)frames / Frames) / Math.Log((double)longer.Frames / Frames);
        double Between(double here, double there) => here + (share * (there - here));
        return new FamiliarLength(
            frames, [.. Typical.Zip(longer.Typical, Between)], [.. Spread.Zip(longer.Spread, Between)], Between(Limit, longer.Limit));
    }

    internal bool IsPossible(int parts) => Frames > 0 && Limit > 0 && Typical.Count == parts && Spread.Count == parts
        && Spread.All(value => value > 0);

    private static double Logarithm(double distance) => Math.Log(Math.Max(distance, SmallestDistance));
}

/// <summary>Distances of tracks from a model's training data, with all tracks cut to one length.</summary>
/// <param name="Frames">The length, in frames.</param>
/// <param name="Tracks">For each track, the distance for each part of the model.</param>
public sealed record LengthDistances(int Frames, IReadOnlyList<double[]> Tracks)
{
    /// <summary>Joins the distances of several sets of tracks, measured at the same lengths.</summary>
    public static IReadOnlyList<LengthDistances> Join(IEnumerable<IReadOnlyList<LengthDistances>> sets) =>
    [
        .. sets.SelectMany(set => set).GroupBy(length => length.Frames)
            .Select(same => new LengthDistances(same.Key, [.. same.SelectMany(length => length.Tracks)])),
    ];

    /// <summary>Measures the distances of tracks, each cut to its middle.</summary>
    internal static IReadOnlyList<LengthDistances> Measure(
        IClassifier classifier, TrackSet tracks, IReadOnlyList<int> lengths, CancellationToken cancellation = default) =>
        [.. lengths.Select(frames => new LengthDistances(frames, Distances(classifier, tracks, frames, cancellation)))];

    private static List<double[]> Distances(IClassifier classifier, TrackSet tracks, int frames, CancellationToken cancellation)
    {
        var distances = new List<double[]>(tracks.Tracks.Count);
        foreach (var batch in tracks.Tracks.Chunk(Scores.BatchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            distances.AddRange(
                classifier.Read([.. batch.Select(track => Middle(track.Features, frames))]).Select(reading => reading.Distances));
        }

        return distances;
    }

    private static Signal.FeatureMatrix Middle(Signal.FeatureMatrix track, int frames) =>
        track.Frames <= frames ? track : track.Slice((track.Frames - frames) / 2, frames);
}
