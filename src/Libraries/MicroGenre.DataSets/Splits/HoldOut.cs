using MicroGenre.Learning;

namespace MicroGenre.DataSets.Splits;

/// <summary>Training tracks, and tracks held out for validation.</summary>
/// <param name="Train">The training tracks.</param>
/// <param name="Validation">The tracks held out; <see langword="null"/> if there are too few tracks to hold any out.</param>
public sealed record HoldOut(TrackSet Train, TrackSet? Validation)
{
    /// <summary>Holds out a random share of each genre's tracks.</summary>
    /// <param name="tracks">All tracks.</param>
    /// <param name="share">The share to hold out, from 0 to below 1.</param>
    /// <param name="seed">Seed; the same tracks and seed give the same choice.</param>
    /// <param name="origins">For each track, the number of the file it was cut from: pieces of one file stay together. By default each
    /// track is its own origin.</param>
    /// <exception cref="ArgumentException">The share is out of range.</exception>
    public static HoldOut Of(TrackSet tracks, double share, int seed, IReadOnlyList<int>? origins = null)
    {
        if (share is not (>= 0 and < 1))
        {
            throw new ArgumentException($"A share of {share} cannot be held out: it must be at least 0 and below 1.", nameof(share));
        }

        if (share == 0)
        {
            return new HoldOut(tracks, null);
        }

        // Two tracks may have the same name; their numbers distinguish them.
        var pieces = Enumerable.Range(0, tracks.Tracks.Count).ToLookup(i => origins?[i] ?? i);
        SplitTrack[] numbered =
            [.. pieces.Select(piece => new SplitTrack($"{piece.Key:D9}", tracks.Genres[tracks.Tracks[piece.First()].Genre]))];
        var split = Splitter.Stratified(numbered, [new PartShare("train", 1 - share), new PartShare("validation", share)], seed);
        return split["validation"].Count == 0 || split["train"].Count == 0
            ? new HoldOut(tracks, null)
            : new HoldOut(tracks.Select(PiecesOf("train")), tracks.Select(PiecesOf("validation")));

        IEnumerable<int> PiecesOf(string part) => split[part].SelectMany(origin => pieces[int.Parse(origin)]);
    }
}
