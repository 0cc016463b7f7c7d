using MicroGenre.Collections;
using MicroGenre.Collections.Catalog;
using MicroGenre.Collections.Scanning;
using MicroGenre.Collections.Search;
using MicroGenre.Collections.Store;
using MicroGenre.Contracts;
using Verdict = MicroGenre.Learning.Verdict;

namespace MicroGenre.Cli.Remote;

/// <summary>What a Collecting service says, as the library has it.</summary>
internal static class LibraryMapping
{
    /// <summary>A track, with its sound where there is one.</summary>
    public static LibraryTrack ToRow(this Track track)
    {
        var verdict = track.Verdict.ToVerdict();
        var best = verdict == Verdict.Ok && track.Genres.Count > 0 ? track.Genres[0] : null;
        return new LibraryTrack
        {
            Id = track.Id,
            Path = track.Path,
            Sha256 = track.Sha256,
            IsGone = track.State == TrackState.Gone,
            Failure = OrNull(track.Failure),
            Model = OrNull(track.Model),
            Analyzed = track.Analyzed.ToDateTime(),
            Duration = track.DurationSeconds,
            Level = track.HasLevel ? track.Level : null,
            Tempo = track.HasTempo ? track.Tempo : null,
            Key = OrNull(track.Key),
            Verdict = verdict,
            Reason = OrNull(track.Reason),
            Genre = best?.Label,
            Probability = best?.Probability,
            Artist = OrNull(track.Artist),
            Album = OrNull(track.Album),
            Title = OrNull(track.Title),
            TagGenre = OrNull(track.TagGenre),
            Year = track.HasYear ? track.Year : null,
            Label = OrNull(track.Label),
            Sound = track.Genres.Count == 0 ? null : new TrackSound
            {
                Genres = [.. track.Genres.Select(genre => new GenreShare(genre.Label, genre.Probability))],
                OverTime = [.. track.OverTime.Select(span => new GenreStretch(span.StartSeconds, span.Label, span.Probability))],
                Embedding = [.. track.Embedding],
            },
        };
    }

    /// <summary>What is to be listed; pages are asked for one by one.</summary>
    public static ListTracksRequest ToRequest(this TrackQuery query)
    {
        var request = new ListTracksRequest
        {
            State = query.State switch
            {
                FileState.Failed => TrackState.Failed,
                FileState.Gone => TrackState.Gone,
                _ => TrackState.Analyzed,
            },
            Sort = query.Order switch
            {
                TrackOrder.Genre => TrackSort.Genre,
                TrackOrder.Probability => TrackSort.Probability,
                TrackOrder.Artist => TrackSort.Artist,
                TrackOrder.Tempo => TrackSort.Tempo,
                TrackOrder.Year => TrackSort.Year,
                TrackOrder.Duration => TrackSort.Duration,
                _ => TrackSort.Path,
            },
            Descending = query.IsDescending,
            Genre = query.Genre ?? "",
            Artist = query.Artist ?? "",
            Album = query.Album ?? "",
            Key = query.Key ?? "",
            Text = query.Text ?? "",
            Verdict = query.Verdict switch
            {
                null => Contracts.Verdict.Unspecified,
                Verdict.NoMusic => Contracts.Verdict.NoMusic,
                Verdict.Unfamiliar => Contracts.Verdict.Unfamiliar,
                _ => Contracts.Verdict.Ok,
            },
        };
        Set(query.LeastProbability, value => request.MinProbability = value);
        Set(query.LeastTempo, value => request.MinTempo = value);
        Set(query.MostTempo, value => request.MaxTempo = value);
        Set(query.FirstYear, value => request.MinYear = value);
        Set(query.LastYear, value => request.MaxYear = value);
        return request;
    }

    /// <summary>What the library holds.</summary>
    /// <param name="info">The service's answer.</param>
    /// <param name="library">Where it is kept, for people.</param>
    public static LibraryStatus ToStatus(this LibraryInfo info, string library) => new(
        library, [.. info.Folders], (int)info.Tracks, (int)info.Failed, (int)info.Gone, info.Seconds, Counts(info.Genres),
        Counts(info.Models));

    /// <summary>What a scan found.</summary>
    public static ScanSummary ToSummary(this ScanResult result, IReadOnlyList<FileProblem> problems) => new(
        (int)result.Tracks, (int)result.New, (int)result.Changed, (int)result.Gone, (int)result.Failed, result.Seconds)
    {
        Moved = (int)result.Moved,
        Unreachable = [.. result.UnreachableFolders],
        Problems = problems,
    };

    private static Dictionary<string, int> Counts(IEnumerable<LabelCount> counts) =>
        counts.ToDictionary(count => count.Label, count => (int)count.Tracks, StringComparer.Ordinal);

    /// <summary>The verdict on a track.</summary>
    public static Verdict ToVerdict(this Contracts.Verdict verdict) => verdict switch
    {
        Contracts.Verdict.NoMusic => Verdict.NoMusic,
        Contracts.Verdict.Unfamiliar => Verdict.Unfamiliar,
        _ => Verdict.Ok,
    };

    private static void Set<T>(T? value, Action<T> set)
        where T : struct
    {
        if (value is { } given)
        {
            set(given);
        }
    }

    private static string? OrNull(string text) => text.Length > 0 ? text : null;
}
