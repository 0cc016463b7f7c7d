using Google.Protobuf.WellKnownTypes;
using MicroGenre.Collections.Catalog;
using MicroGenre.Collections.Scanning;
using MicroGenre.Collections.Search;
using MicroGenre.Collections.Store;
using MicroGenre.Contracts;
using MicroGenre.Serving.Calls;
using MicroGenre.Signal;
using MicroGenre.Signal.Files;

namespace MicroGenre.Collecting.Libraries;

/// <summary>Maps tracks and queries between the library and the contract.</summary>
internal static class TrackMapping
{
    private const int PlacesPerPart = 4000;

    /// <summary>Converts a track to the contract.</summary>
    /// <param name="row">The row, with its sound.</param>
    /// <param name="isWhole">Whether to include the genres over time and the embedding.</param>
    public static Track ToTrack(this LibraryTrack row, bool isWhole)
    {
        var track = new Track
        {
            Id = row.Id,
            Path = RawPath.Display(row.Path),
            Sha256 = row.Sha256,
            State = row.IsGone ? TrackState.Gone : row.Failure is not null ? TrackState.Failed : TrackState.Analyzed,
            Failure = row.Failure ?? "",
            Model = row.Model ?? "",
            Analyzed = Timestamp.FromDateTime(row.Analyzed),
            DurationSeconds = row.Duration,
            Key = row.Key ?? "",
            Verdict = row.Failure is null ? row.Verdict.ToMessage() : Verdict.Unspecified,
            Reason = row.Reason ?? "",
            Artist = row.Artist ?? "",
            Album = row.Album ?? "",
            Title = row.Title ?? "",
            TagGenre = row.TagGenre ?? "",
            Label = row.Label ?? "",
        };
        if (row.Level is { } level)
        {
            track.Level = level;
        }

        if (row.Tempo is { } tempo)
        {
            track.Tempo = tempo;
        }

        if (row.Year is { } year)
        {
            track.Year = year;
        }

        if (row.Sound is { } sound)
        {
            track.Genres.AddRange(sound.Genres.Select(genre => new GenreProbability
            {
                Label = genre.Label,
                Probability = genre.Probability,
            }));
            if (isWhole)
            {
                track.OverTime.AddRange(sound.OverTime.Select(stretch => new GenreSpan
                {
                    StartSeconds = stretch.Start,
                    Label = stretch.Label,
                    Probability = stretch.Probability,
                }));
                track.Embedding.AddRange(sound.Embedding);
            }
        }

        return track;
    }

    /// <summary>Converts a request to a query, without paging.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: a field has an unknown value.</exception>
    public static TrackQuery ToQuery(this ListTracksRequest request) => new()
    {
        State = request.State switch
        {
            TrackState.Analyzed => FileState.Track,
            TrackState.Failed => FileState.Failed,
            TrackState.Gone => FileState.Gone,
            _ => throw RpcErrors.InvalidArgument($"state: {request.State} is not a known value."),
        },
        Order = request.Sort switch
        {
            TrackSort.Path => TrackOrder.Path,
            TrackSort.Genre => TrackOrder.Genre,
            TrackSort.Probability => TrackOrder.Probability,
            TrackSort.Artist => TrackOrder.Artist,
            TrackSort.Tempo => TrackOrder.Tempo,
            TrackSort.Year => TrackOrder.Year,
            TrackSort.Duration => TrackOrder.Duration,
            _ => throw RpcErrors.InvalidArgument($"sort: {request.Sort} is not a known value."),
        },
        Verdict = request.Verdict switch
        {
            Verdict.Unspecified => null,
            Verdict.Ok => Learning.Verdict.Ok,
            Verdict.NoMusic => Learning.Verdict.NoMusic,
            Verdict.Unfamiliar => Learning.Verdict.Unfamiliar,
            _ => throw RpcErrors.InvalidArgument($"verdict: {request.Verdict} is not a known value."),
        },
        Key = OrNull(request.Key) is not { } key ? null : MusicalKey.Parse(key)?.ToString()
            ?? throw RpcErrors.InvalidArgument($"key: '{key}' is not a key; examples are C:maj, F#:min and Bb:maj."),
        IsDescending = request.Descending,
        Genre = OrNull(request.Genre),
        LeastProbability = request.HasMinProbability ? request.MinProbability : null,
        Artist = OrNull(request.Artist),
        Album = OrNull(request.Album),
        LeastTempo = request.HasMinTempo ? request.MinTempo : null,
        MostTempo = request.HasMaxTempo ? request.MaxTempo : null,
        FirstYear = request.HasMinYear ? request.MinYear : null,
        LastYear = request.HasMaxYear ? request.MaxYear : null,
        Text = OrNull(request.Text),
    };

    /// <summary>Converts the summary of a library to the contract.</summary>
    public static LibraryInfo ToInfo(this LibraryStatus status)
    {
        var info = new LibraryInfo { Tracks = status.Tracks, Failed = status.Failed, Gone = status.Gone, Seconds = status.Seconds };
        info.Folders.AddRange(status.Folders);
        info.Genres.AddRange(status.Genres.Select(ToCount));
        info.Models.AddRange(status.Models.Select(ToCount));
        return info;
    }

    /// <summary>Converts the progress of a scan to the contract.</summary>
    public static ScanSteps ToSteps(this ScanProgress progress)
    {
        var steps = new ScanSteps { Done = progress.Done, Total = progress.Total };
        if (progress.Left is { } left)
        {
            steps.RemainingSeconds = left.TotalSeconds;
        }

        return steps;
    }

    /// <summary>Converts the result of a scan to the contract.</summary>
    public static IEnumerable<ScanReply> ToReplies(this ScanSummary summary)
    {
        foreach (var problem in summary.Problems)
        {
            yield return new ScanReply { Problem = new TrackProblem { Path = RawPath.Display(problem.Path), Reason = problem.Reason } };
        }

        var result = new ScanResult
        {
            Tracks = summary.Tracks, New = summary.New, Changed = summary.Changed, Moved = summary.Moved, Gone = summary.Gone,
            Failed = summary.Failed, Seconds = summary.Seconds,
        };
        result.UnreachableFolders.AddRange(summary.Unreachable.Select(RawPath.Display));
        yield return new ScanReply { Result = result };
    }

    /// <summary>Converts a map to the contract, in parts.</summary>
    public static IEnumerable<MapPart> ToParts(this LibraryMap map)
    {
        foreach (var (i, places) in map.Places.Chunk(PlacesPerPart).Index())
        {
            var part = new MapPart();
            part.Labels.AddRange(i == 0 ? map.Labels : []);
            part.Ids.AddRange(places.Select(place => place.Id));
            part.X.AddRange(places.Select(place => place.X));
            part.Y.AddRange(places.Select(place => place.Y));
            part.Genres.AddRange(places.Select(place => place.Genre));
            yield return part;
        }
    }

    private static LabelCount ToCount(KeyValuePair<string, int> count) => new() { Label = count.Key, Tracks = count.Value };

    private static string? OrNull(string text) => text.Length > 0 ? text : null;
}
