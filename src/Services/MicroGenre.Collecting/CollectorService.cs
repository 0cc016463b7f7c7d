using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using Aspire.ServiceDefaults.Security;
using Grpc.Core;
using MicroGenre.Collecting.Libraries;
using MicroGenre.Collecting.Scans;
using MicroGenre.Collections.Labels;
using MicroGenre.Collections.Scanning;
using MicroGenre.Collections.Search;
using MicroGenre.Collections.Store;
using MicroGenre.Contracts;
using MicroGenre.Serving.Calls;
using MicroGenre.Serving.Data;
using MicroGenre.Signal.Files;
using Microsoft.AspNetCore.Authorization;

namespace MicroGenre.Collecting;

/// <summary>Implements <c>microgenre.v1.Collector</c>.</summary>
public sealed partial class CollectorService(
    OpenLibrary library, SearchMemory loaded, IScans scans, AnalyzerCache analyzers, DataRoot root, CollectingOptions options,
    IHostApplicationLifetime lifetime, ILogger<CollectorService> logger) : Collector.CollectorBase
{
    private const int DefaultPage = 50;
    private const int DefaultFound = 10;
    private const int LongestScanName = 100;

    /// <inheritdoc/>
    [Authorize(Policy = Rights.Control)]
    public override async Task<AddFolderReply> AddFolder(AddFolderRequest request, ServerCallContext context)
    {
        var folder = root.Folder(request.Path, "path");
        await library.MakeAsync(context.CancellationToken);
        var added = await library.Catalog.FollowAsync([folder], context.CancellationToken);
        return new AddFolderReply { Path = folder, WasFollowed = added.Count == 0 };
    }

    /// <inheritdoc/>
    [Authorize(Policy = Rights.Control)]
    public override async Task Scan(ScanRequest request, IServerStreamWriter<ScanReply> responseStream, ServerCallContext context)
    {
        var cancellation = context.CancellationToken;
        var name = request.Scan.Length == 0 ? Guid.NewGuid().ToString() : request.Scan.Length <= LongestScanName ? request.Scan
            : throw RpcErrors.InvalidArgument($"scan: it has {request.Scan.Length} characters; at most {LongestScanName} are allowed.");
        await library.GetAsync(cancellation);
        var order = new ScanOrder(name, await ModelAsync(request, cancellation), request.Detached);
        Task<ScanSummary> RunAsync(IProgress<ScanProgress> progress, CancellationToken leave) => scans.RunAsync(order, progress, leave);
        await (order.IsDetached ? WatchAsync(RunAsync, responseStream, cancellation) : FollowAsync(RunAsync, responseStream, cancellation));
    }

    /// <inheritdoc/>
    public override async Task WatchScan(
        WatchScanRequest request, IServerStreamWriter<ScanReply> responseStream, ServerCallContext context)
    {
        await library.GetAsync(context.CancellationToken);
        await WatchAsync(
            async (progress, leave) => await scans.WatchAsync(progress, leave)
                ?? throw RpcErrors.NotFound("No scan has run since the service started."),
            responseStream, context.CancellationToken);
    }

    /// <inheritdoc/>
    [Authorize(Policy = Rights.Control)]
    public override async Task<StopScanReply> StopScan(StopScanRequest request, ServerCallContext context)
    {
        await library.GetAsync(context.CancellationToken);
        return new StopScanReply { WasRunning = await scans.StopAsync(context.CancellationToken) };
    }

    /// <inheritdoc/>
    public override async Task<LibraryInfo> GetLibrary(GetLibraryRequest request, ServerCallContext context)
    {
        await library.GetAsync(context.CancellationToken);
        return (await library.Catalog.StatusAsync(context.CancellationToken)).ToInfo();
    }

    /// <inheritdoc/>
    public override async Task<ListTracksReply> ListTracks(ListTracksRequest request, ServerCallContext context)
    {
        var size = SizeOf(request.PageSize, "page_size", DefaultPage);
        var skip = SkipOf(request.PageToken) + (request.Skip >= 0 ? request.Skip
            : throw RpcErrors.InvalidArgument($"skip: {request.Skip} is less than 0."));

        // One additional row tells whether there is another page.
        var query = request.ToQuery() with { Skip = skip, Take = size + 1 };
        await library.GetAsync(context.CancellationToken);
        var rows = await library.Catalog.ListAsync(query, context.CancellationToken);
        var reply = new ListTracksReply { TotalSize = await library.Catalog.CountAsync(query, context.CancellationToken) };
        reply.Tracks.AddRange(rows.Take(size).Select(row => row.ToTrack(isWhole: false)));
        reply.NextPageToken = rows.Count > size ? (skip + size).ToString(CultureInfo.InvariantCulture) : "";
        return reply;
    }

    /// <inheritdoc/>
    public override async Task<Track> GetTrack(GetTrackRequest request, ServerCallContext context)
    {
        await library.GetAsync(context.CancellationToken);
        return (await FindAsync(request.Track, "track", context.CancellationToken)).ToTrack(isWhole: true);
    }

    /// <inheritdoc/>
    [Authorize(Policy = Rights.Control)]
    public override async Task<ForgetReply> Forget(ForgetRequest request, ServerCallContext context)
    {
        if (request.Paths.Count == 0 && !request.Gone)
        {
            throw RpcErrors.InvalidArgument("paths, gone: give the paths to forget, or set gone.");
        }

        string[] paths = [.. request.Paths.Select((path, i) => root.Place(path, $"paths[{i}]"))];
        await library.GetAsync(context.CancellationToken);
        return new ForgetReply { Files = await library.Catalog.ForgetAsync(paths, request.Gone, context.CancellationToken) };
    }

    /// <inheritdoc/>
    public override async Task<FindSimilarReply> FindSimilar(FindSimilarRequest request, ServerCallContext context)
    {
        var cancellation = context.CancellationToken;
        var count = SizeOf(request.Count, "count", DefaultFound);
        if (request.Seeds.Count == 0 || (request.PathTo is not null && request.Seeds.Count > 1))
        {
            throw RpcErrors.InvalidArgument("seeds: give at least one track, or exactly one if path_to is set.");
        }

        var (model, tracks) = await LoadTracksAsync(cancellation);
        var seeds = new List<LibraryTrack>();
        foreach (var (i, name) in request.Seeds.Index())
        {
            seeds.Add(await SeedAsync(name, $"seeds[{i}]", model, cancellation));
        }

        var goal = request.PathTo is null ? null : await SeedAsync(request.PathTo, "path_to", model, cancellation);
        var named = seeds.Append(goal).OfType<LibraryTrack>().ToList();
        var ids = named.Select(row => row.Id).ToHashSet();
        var artists = named.Select(row => row.Artist).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        bool IsWanted(SoundingTrack track) => !ids.Contains(track.Id)
            && !(request.OtherArtists && track.Artist is { } artist && artists.Contains(artist));
        var found = goal is null ? tracks.To([.. seeds.Select(row => row.Sound!.Embedding)], count, IsWanted)
            : tracks.Between(seeds[0].Sound!.Embedding, goal.Sound!.Embedding, count, IsWanted);

        // In their current state: tracks in memory may have been moved or forgotten since.
        var rows = await library.Catalog.FindAsync([.. found.Select(track => track.Track.Id)], cancellation);
        var reply = new FindSimilarReply();
        reply.Tracks.AddRange(found.Where(track => rows.TryGetValue(track.Track.Id, out var row) && !row.IsGone)
            .Select(track => new FoundTrack
            {
                Track = rows[track.Track.Id].ToTrack(isWhole: false),
                Similarity = track.Similarity,
            }));
        return reply;
    }

    /// <inheritdoc/>
    public override async Task GetMap(GetMapRequest request, IServerStreamWriter<MapPart> responseStream, ServerCallContext context)
    {
        var (_, tracks) = await LoadTracksAsync(context.CancellationToken);
        var map = await Task.Run(() => LibraryMap.Of(tracks.Tracks), context.CancellationToken);
        foreach (var part in map.ToParts())
        {
            await responseStream.WriteAsync(part, context.CancellationToken);
        }
    }

    /// <inheritdoc/>
    public override async Task ReadFile(ReadFileRequest request, IServerStreamWriter<FilePart> responseStream, ServerCallContext context)
    {
        await library.GetAsync(context.CancellationToken);
        var row = await FindAsync(request.Track, "track", context.CancellationToken);
        var path = root.Place(row.Path, "track");
        foreach (var part in FileReader.Read(path, request.Offset, request.HasLength ? request.Length : null))
        {
            await responseStream.WriteAsync(part, context.CancellationToken);
        }
    }

    /// <inheritdoc/>
    public override async Task<FindDisagreementsReply> FindDisagreements(FindDisagreementsRequest request, ServerCallContext context)
    {
        var count = SizeOf(request.Count, "count", LibraryLabels.DefaultCount);
        var least = !request.HasMinProbability ? LibraryLabels.ConfidentProbability
            : request.MinProbability is >= 0 and <= 1 ? request.MinProbability
            : throw RpcErrors.InvalidArgument($"min_probability: {request.MinProbability} is not in the range 0 to 1.");
        var labels = new LibraryLabels(await library.GetAsync(context.CancellationToken));
        var found = await Task.Run(
            () => labels.FindDisagreementsAsync(count, least, context.CancellationToken), context.CancellationToken);
        return new FindDisagreementsReply
        {
            Tracks =
            {
                found.Select(track => new Disagreement
                {
                    Track = track.Track.ToTrack(isWhole: false), Tagged = track.Contradiction.Tagged,
                    TaggedProbability = track.Contradiction.TaggedProbability,
                }),
            },
        };
    }

    /// <inheritdoc/>
    public override async Task FindDuplicates(
        FindDuplicatesRequest request, IServerStreamWriter<DuplicateGroup> responseStream, ServerCallContext context)
    {
        var (_, tracks) = await LoadTracksAsync(context.CancellationToken);
        var groups = await Task.Run(
            () => DuplicateTracks.Find(
                tracks.Tracks, problem => LogUnheard(logger, RawPath.Display(problem.Path), problem.Reason), context.CancellationToken),
            context.CancellationToken);
        foreach (var group in groups)
        {
            var reply = new DuplicateGroup();
            reply.Paths.AddRange(group.Select(track => RawPath.Display(track.Path)));
            await responseStream.WriteAsync(reply, context.CancellationToken);
        }
    }

    /// <inheritdoc/>
    public override async Task<SuggestLabelsReply> SuggestLabels(SuggestLabelsRequest request, ServerCallContext context)
    {
        var count = SizeOf(request.Count, "count", LibraryLabels.DefaultCount);
        var labels = new LibraryLabels(await library.GetAsync(context.CancellationToken));
        var suggested = await Task.Run(() => labels.SuggestAsync(count, context.CancellationToken), context.CancellationToken);
        return new SuggestLabelsReply
        {
            Tracks =
            {
                suggested.Select(found => new SuggestedLabel
                {
                    Track = found.Track.ToTrack(isWhole: false), Uncertainty = found.Uncertainty,
                }),
            },
        };
    }

    /// <inheritdoc/>
    [Authorize(Policy = Rights.Control)]
    public override async Task<Track> LabelTrack(LabelTrackRequest request, ServerCallContext context)
    {
        var labels = new LibraryLabels(await library.GetAsync(context.CancellationToken));
        var row = await FindAsync(request.Track, "track", context.CancellationToken);
        await labels.SetAsync(row.Path, request.Genre.Length > 0 ? request.Genre : null, context.CancellationToken);
        return (await FindAsync(request.Track, "track", context.CancellationToken)).ToTrack(isWhole: false);
    }

    /// <inheritdoc/>
    public override async Task<FindDoubtfulLabelsReply> FindDoubtfulLabels(
        FindDoubtfulLabelsRequest request, ServerCallContext context)
    {
        var labels = new LibraryLabels(await library.GetAsync(context.CancellationToken));
        var doubtful = await Task.Run(() => labels.FindDoubtfulAsync(context.CancellationToken), context.CancellationToken);
        return new FindDoubtfulLabelsReply
        {
            Tracks =
            {
                doubtful.Select(found => new Contracts.DoubtfulLabel
                {
                    Track = found.Track.ToTrack(isWhole: false), Suggestion = found.Suggestion, Odds = found.Odds,
                }),
            },
        };
    }

    [LoggerMessage(LogLevel.Information, "{Path} could not be decoded: {Reason}")]
    private static partial void LogUnheard(ILogger logger, string path, string reason);

    private static int SkipOf(string token) => token.Length == 0 ? 0
        : int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var skip) ? skip
        : throw RpcErrors.InvalidArgument($"page_token: '{token}' is not a valid token.");

    private int SizeOf(int asked, string field, int usual) => asked == 0 ? Math.Min(usual, options.LargestPage)
        : asked > 0 && asked <= options.LargestPage ? asked
        : throw RpcErrors.InvalidArgument($"{field}: {asked} is not in the range 1 to {options.LargestPage}.");

    /// <summary>Follows a scan that does not end with the call, until the service stops.</summary>
    private async Task WatchAsync(
        Func<IProgress<ScanProgress>, CancellationToken, Task<ScanSummary>> scan, IServerStreamWriter<ScanReply> stream,
        CancellationToken cancellation)
    {
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lifetime.ApplicationStopping);
        try
        {
            await FollowAsync(scan, stream, leave.Token);
        }
        catch (Exception e) when (
            e is OperationCanceledException or ScanStoppedException && lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw RpcErrors.Unavailable("The service is shutting down.");
        }
    }

    /// <summary>Tells the progress of a scan, and its result.</summary>
    private async Task FollowAsync(
        Func<IProgress<ScanProgress>, CancellationToken, Task<ScanSummary>> scan, IServerStreamWriter<ScanReply> stream,
        CancellationToken cancellation)
    {
        // A slow caller misses progress reports but does not delay the scan.
        var steps = Channel.CreateBounded<ScanProgress>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        var running = RunAsync();
        try
        {
            await foreach (var step in steps.Reader.ReadAllAsync(cancellation))
            {
                await stream.WriteAsync(new ScanReply { Progress = step.ToSteps() }, cancellation);
            }
        }
        finally
        {
            // Even if the caller is gone, because the call lasts as long as its scan.
            await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        foreach (var reply in (await running).ToReplies())
        {
            await stream.WriteAsync(reply, cancellation);
        }

        async Task<ScanSummary> RunAsync()
        {
            try
            {
                return await scan(new Steps(steps.Writer, options.ProgressInterval), cancellation);
            }
            finally
            {
                steps.Writer.Complete();
            }
        }
    }

    private async Task<string> ModelAsync(ScanRequest request, CancellationToken cancellation)
    {
        if (request.HasVersion && request.Model.Length == 0)
        {
            throw RpcErrors.InvalidArgument("version: set model as well.");
        }

        var name = request.Model.Length > 0 ? request.Model
            : (await library.Catalog.LastModelAsync(cancellation))?.Split('/')[0] ?? options.DefaultModel;
        return analyzers.NameOf(name, request.HasVersion ? request.Version : null);
    }

    private async Task<(string Model, SimilarTracks Tracks)> LoadTracksAsync(CancellationToken cancellation)
    {
        var database = await library.GetAsync(cancellation);
        var model = await library.Catalog.ModelAsync(cancellation);
        return (model, await loaded.GetAsync(database, model, cancellation));
    }

    private async Task<LibraryTrack> SeedAsync(TrackName name, string field, string model, CancellationToken cancellation)
    {
        var row = await FindAsync(name, field, cancellation);
        return row.Sound is not null && row.Model == model ? row
            : throw RpcErrors.FailedPrecondition($"{field}: '{RawPath.Display(row.Path)}' was not analysed by {model}; run a scan.");
    }

    private async Task<LibraryTrack> FindAsync(TrackName? name, string field, CancellationToken cancellation)
    {
        var row = name?.NameCase switch
        {
            TrackName.NameOneofCase.Id => (await library.Catalog.FindAsync([name.Id], cancellation)).GetValueOrDefault(name.Id),
            TrackName.NameOneofCase.Path => await library.Catalog.FindAsync(root.Place(name.Path, $"{field}.path"), cancellation),
            _ => throw RpcErrors.InvalidArgument($"{field}: give an id or a path."),
        };
        return row ?? throw RpcErrors.NotFound($"{field}: the library has no such track.");
    }

    private sealed class Steps(ChannelWriter<ScanProgress> writer, TimeSpan interval) : IProgress<ScanProgress>
    {
        private readonly Lock _lock = new();
        private long? _last;

        public void Report(ScanProgress value)
        {
            lock (_lock)
            {
                if (_last is not { } last || value.Done == value.Total || Stopwatch.GetElapsedTime(last) >= interval)
                {
                    _last = Stopwatch.GetTimestamp();
                    writer.TryWrite(value);
                }
            }
        }
    }
}
