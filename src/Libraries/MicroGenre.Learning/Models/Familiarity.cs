namespace MicroGenre.Learning;

/// <summary>
/// How far from a model's training tracks music may be, by tracks that it has not learnt from: what is farther is unlike anything learnt.
/// Distances depend on how much of a track there is, so that each of several lengths has its own bounds; between them they are
/// interpolated.
/// </summary>
/// <remarks>
/// A part of a model (each member of an ensemble) sees a track as a vector of standardized values; its distance is their mean square, after
/// each is cut off at <see cref="LargestDeviation"/>: the squared Mahalanobis distance under a diagonal covariance, for each value, kept
/// robust. The logarithms of distances are about normal, so that they become deviations from the typical one; those that are above it are
/// put together as the root of the sum of their squares.
/// </remarks>
/// <param name="Lengths">The bounds, by ascending length.</param>
/// <param name="Tracks">The number of tracks that they were chosen by.</param>
/// <param name="Refused">The share of these tracks that a whole track's bounds, chosen by others, call unfamiliar; or by themselves, where
/// there were no others.</param>
public sealed record Familiarity(IReadOnlyList<FamiliarLength> Lengths, int Tracks, double Refused)
{
    /// <summary>The fewest tracks that bounds can be chosen by: with fewer, a share below 1 % of them is not known.</summary>
    public const int LeastTracks = 100;

    /// <summary>The deviation that standardized values are cut off at.</summary>
    public const double LargestDeviation = 4;

    /// <summary>The share of tracks that may be called unfamiliar although they are music.</summary>
    public const double RefusedShare = 0.005;

    // Of music of 5 to 20 s, 7 to 10 % is so far.
    private const double DoubtfulDeviations = 2;

    // 5, 7.5, 10, 15, 20 and 30 s of 30 s. Below the shortest, music and speech are no longer told apart.
    private static readonly double[] LengthShares = [1.0 / 6, 1.0 / 4, 1.0 / 3, 1.0 / 2, 2.0 / 3, 1];

    /// <summary>The lengths to measure at, in frames, for tracks of which half are longer than <paramref name="medianFrames"/>.</summary>
    public static IReadOnlyList<int> LengthsFor(int medianFrames) =>
        [.. LengthShares.Select(share => Math.Max(1, (int)Math.Round(share * medianFrames))).Distinct()];

    /// <summary>Chooses the bounds.</summary>
    /// <param name="heldOut">Distances, at each of several lengths, of tracks that the model has not learnt from.</param>
    /// <returns>The bounds; <see langword="null"/> for fewer than <see cref="LeastTracks"/> tracks, or models that know no distance.
    /// </returns>
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
    /// How far a track is beyond familiar music: up to 1 it is familiar; <see langword="null"/> for one too short to be judged.
    /// </summary>
    /// <param name="distances">The track's distance for each part of the model.</param>
    /// <param name="frames">Frames of the track.</param>
    public double? Strangeness(IReadOnlyList<double> distances, int frames) =>
        frames < Lengths[0].Frames ? null : At(frames).Strangeness(distances);

    /// <summary>
    /// Whether a familiar track is far enough that it may be speech as well as music, which only the longest length tells apart: shorter
    /// than that, and farther than about nine tracks in ten of its length.
    /// </summary>
    /// <inheritdoc cref="Strangeness"/>
    public bool IsDoubtful(IReadOnlyList<double> distances, int frames) =>
        frames >= Lengths[0].Frames && frames < Lengths[^1].Frames && At(frames).Deviation(distances) > DoubtfulDeviations;

    /// <summary>The share of whole tracks that are called unfamiliar.</summary>
    /// <param name="tracks">Distances at several lengths, of which the longest counts.</param>
    public double ShareRefused(IReadOnlyList<LengthDistances> tracks)
    {
        var whole = tracks.MaxBy(length => length.Frames)!;
        return whole.Tracks.Average(distances => Strangeness(distances, whole.Frames) > 1 ? 1.0 : 0);
    }

    /// <summary>How many parts of a model the bounds are for.</summary>
    internal int Parts => Lengths[0].Typical.Count;

    /// <summary>Whether it can be what <see cref="Fit"/> returns.</summary>
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

/// <summary>The bounds of what is familiar, for tracks of one length.</summary>
/// <param name="Frames">The length.</param>
/// <param name="Typical">For each part of the model the mean of the logarithm of distances.</param>
/// <param name="Spread">For each part its standard deviation.</param>
/// <param name="Limit">The largest root of the sum of squares of the deviations above the typical distance.</param>
public sealed record FamiliarLength(int Frames, IReadOnlyList<double> Typical, IReadOnlyList<double> Spread, double Limit)
{
    // Distances of 0, of a track that is the mean of all, have no logarithm.
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

/// <summary>Distances of tracks from what a model learnt, all tracks cut to one length.</summary>
/// <param name="Frames">The length.</param>
/// <param name="Tracks">For each track its distance for each part of the model.</param>
public sealed record LengthDistances(int Frames, IReadOnlyList<double[]> Tracks)
{
    /// <summary>The distances of the tracks of several sets, measured at the same lengths.</summary>
    public static IReadOnlyList<LengthDistances> Join(IEnumerable<IReadOnlyList<LengthDistances>> sets) =>
    [
        .. sets.SelectMany(set => set).GroupBy(length => length.Frames)
            .Select(same => new LengthDistances(same.Key, [.. same.SelectMany(length => length.Tracks)])),
    ];

    /// <summary>Measures the tracks in their middle.</summary>
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
