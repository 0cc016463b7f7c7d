using System.Diagnostics;
using Grpc.Core;
using MicroGenre.Cli.Library;
using MicroGenre.Client.Channels;
using MicroGenre.Client.Libraries;
using MicroGenre.Collections;
using MicroGenre.Collections.Catalog;
using MicroGenre.Collections.Labels;
using MicroGenre.Collections.Scanning;
using MicroGenre.Collections.Search;
using MicroGenre.Collections.Store;
using MicroGenre.Contracts;

namespace MicroGenre.Cli.Remote;

/// <summary>A library that a Collecting service keeps.</summary>
internal sealed class RemoteLibrary(Server server) : ILibrary
{
    private const int PageSize = 500;

    // The field by which the service says that the library has no such track, rather than that there is no library.
    private const string TrackField = "track:";

    private readonly Collector.CollectorClient _client = new(server.Channel);

    public Task<IReadOnlyList<(string Folder, bool IsNew)>> AddAsync(IReadOnlyList<string> folders, CancellationToken cancellation) =>
        AskAsync<IReadOnlyList<(string, bool)>>(
            async () =>
            {
                var added = new List<(string, bool)>();
                foreach (var folder in folders)
                {
                    var request = new AddFolderRequest { Path = RemotePath.Of(folder) };
                    var reply = await _client.AddFolderAsync(request, cancellationToken: cancellation);
                    added.Add((reply.Path, !reply.WasFollowed));
                }

                return added;
            },
            cancellation);

    public Task<ScanSummary> ScanAsync(
        string? model, int? threads, IProgress<ScanProgress> progress, CancellationToken cancellation) =>
        threads is not null ? throw new UsageException("--threads is for scans of this program; the service has its own setting.")
            : AskAsync(() => FollowAsync(RequestOf(model), progress, cancellation), cancellation);

    // The files are the service's: it alone could tell, and does not.
    public Task NoticeChangesAsync(CancellationToken cancellation) => Task.CompletedTask;

    public Task WaitForChangesAsync(TimeSpan longest, CancellationToken cancellation) => Task.Delay(longest, cancellation);

    public Task<LibraryStatus> StatusAsync(CancellationToken cancellation) => AskAsync(
        async () =>
        {
            var info = await _client.GetLibraryAsync(new GetLibraryRequest(), cancellationToken: cancellation);
            return info.ToStatus(server.Address.ToString());
        },
        cancellation);

    public Task ListAsync(TrackQuery query, Action<LibraryTrack> take, CancellationToken cancellation) => AskAsync(
        async () =>
        {
            var (request, left) = (query.ToRequest(), query.Take ?? int.MaxValue);
            request.Skip = query.Skip;
            do
            {
                request.PageSize = Math.Min(PageSize, left);
                var page = await Retry.WhileUnavailableAsync(
                    () => _client.ListTracksAsync(request, cancellationToken: cancellation).ResponseAsync, cancellation);
                foreach (var track in page.Tracks)
                {
                    take(track.ToRow());
                    left--;
                }

                (request.Skip, request.PageToken) = (0, page.NextPageToken);
            }
            while (request.PageToken.Length > 0 && left > 0);
            return true;
        },
        cancellation);

    public Task<int> CountAsync(TrackQuery query, CancellationToken cancellation) => AskAsync(
        async () =>
        {
            var request = query.ToRequest();
            request.PageSize = 1;
            return (int)(await _client.ListTracksAsync(request, cancellationToken: cancellation)).TotalSize;
        },
        cancellation);

    public Task<LibraryTrack?> FindAsync(string file, CancellationToken cancellation) => AskAsync(
        async () =>
        {
            try
            {
                var track = await _client.GetTrackAsync(new GetTrackRequest { Track = NameOf(file) }, cancellationToken: cancellation);
                return track.State == TrackState.Failed ? throw new FailureException($"'{file}' could not be analysed: {track.Failure}")
                    : track.ToRow();
            }
            catch (RpcException missing) when (
                missing.StatusCode == StatusCode.NotFound && missing.Status.Detail.StartsWith(TrackField, StringComparison.Ordinal))
            {
                return null;
            }
        },
        cancellation);

    public Task<int> ForgetAsync(IReadOnlyList<string> paths, bool gone, CancellationToken cancellation) => AskAsync(
        async () =>
        {
            var request = new ForgetRequest { Gone = gone, Paths = { paths.Select(RemotePath.Of) } };
            return (int)(await _client.ForgetAsync(request, cancellationToken: cancellation)).Files;
        },
        cancellation);

    public Task<IReadOnlyList<(string File, double Similarity)>> SimilarAsync(SimilarOrder order, CancellationToken cancellation) =>
        AskAsync<IReadOnlyList<(string, double)>>(
            async () =>
            {
                var request = new FindSimilarRequest
                {
                    Seeds = { order.Files.Select(NameOf) },
                    PathTo = order.PathTo is { } goal ? NameOf(goal) : null,
                    Count = order.Among is null ? order.Count : PageSize,
                    OtherArtists = order.NotArtist,
                };
                var reply = await _client.FindSimilarAsync(request, cancellationToken: cancellation);
                return
                [
                    .. reply.Tracks.Where(found => order.Among?.Contains(found.Track.Path) != false).Take(order.Count)
                        .Select(found => (found.Track.Path, found.Similarity)),
                ];
            },
            cancellation);

    public Task<LibraryTrack> LabelAsync(string file, string? genre, CancellationToken cancellation) => AskAsync(
        async () =>
        {
            var request = new LabelTrackRequest { Track = NameOf(file), Genre = genre ?? "" };
            return (await _client.LabelTrackAsync(request, cancellationToken: cancellation)).ToRow();
        },
        cancellation);

    public Task<IReadOnlyList<SuggestedTrack>> SuggestAsync(int count, CancellationToken cancellation) =>
        AskAsync<IReadOnlyList<SuggestedTrack>>(
            async () =>
            {
                var reply = await _client.SuggestLabelsAsync(
                    new SuggestLabelsRequest { Count = count }, cancellationToken: cancellation);
                return [.. reply.Tracks.Select(found => new SuggestedTrack(found.Track.ToRow(), found.Uncertainty))];
            },
            cancellation);

    public Task<IReadOnlyList<DisagreeingTrack>> DisagreementsAsync(int count, double least, CancellationToken cancellation) =>
        AskAsync<IReadOnlyList<DisagreeingTrack>>(
            async () =>
            {
                var request = new FindDisagreementsRequest { Count = count, MinProbability = least };
                var reply = await _client.FindDisagreementsAsync(request, cancellationToken: cancellation);
                return
                [
                    .. reply.Tracks.Select(found => new DisagreeingTrack(
                        found.Track.ToRow(),
                        new TagContradiction(found.Tagged, found.TaggedProbability, found.Track.Genres[0].Probability))),
                ];
            },
            cancellation);

    public Task<IReadOnlyList<DoubtfulTrack>> DoubtfulAsync(CancellationToken cancellation) =>
        AskAsync<IReadOnlyList<DoubtfulTrack>>(
            async () =>
            {
                var reply = await _client.FindDoubtfulLabelsAsync(new FindDoubtfulLabelsRequest(), cancellationToken: cancellation);
                return [.. reply.Tracks.Select(found => new DoubtfulTrack(found.Track.ToRow(), found.Suggestion, found.Odds))];
            },
            cancellation);

    public Task DuplicatesAsync(Action<IReadOnlyList<string>> take, CancellationToken cancellation) => AskAsync(
        async () =>
        {
            using var call = _client.FindDuplicates(new FindDuplicatesRequest(), cancellationToken: cancellation);
            await foreach (var group in call.ResponseStream.ReadAllAsync(cancellation))
            {
                take(group.Paths);
            }

            return true;
        },
        cancellation);

    public void Dispose() => server.Dispose();

    private static TrackName NameOf(string file) => new() { Path = RemotePath.Of(file) };

    private static ScanRequest RequestOf(string? model)
    {
        var request = new ScanRequest();
        if (model is not null)
        {
            var name = ModelName.Parse(model);
            request.Model = name.Name;
            if (name.Version is { } version)
            {
                request.Version = version;
            }
        }

        return request;
    }

    private async Task<ScanSummary> FollowAsync(
        ScanRequest request, IProgress<ScanProgress> progress, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var problems = new List<FileProblem>();
        await foreach (var reply in LibraryScan.FollowAsync(_client, request, cancellation))
        {
            switch (reply.EventCase)
            {
                case ScanReply.EventOneofCase.Progress:
                    progress.Report(new ScanProgress((int)reply.Progress.Done, (int)reply.Progress.Total, clock.Elapsed));
                    break;
                case ScanReply.EventOneofCase.Problem:
                    problems.Add(new FileProblem(reply.Problem.Path, reply.Problem.Reason));
                    break;
                case ScanReply.EventOneofCase.Result:
                    return reply.Result.ToSummary(problems);
            }
        }

        throw new FailureException($"{server.Address} ended the scan without a result.");
    }

    private async Task<T> AskAsync<T>(Func<Task<T>> ask, CancellationToken cancellation)
    {
        try
        {
            return await ask();
        }
        catch (RpcException exception)
        {
            throw server.Explain(exception, cancellation);
        }
    }
}
