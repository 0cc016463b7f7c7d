using MicroGenre.Contracts;
using MicroGenre.Web.Http;
using MicroGenre.Web.OpenApi;

namespace MicroGenre.Web.Library;

/// <summary>Maps the endpoints for the library of tracks.</summary>
internal static class LibraryEndpoints
{
    /// <summary>Maps <c>/library</c>.</summary>
    public static void MapLibrary(this IEndpointRouteBuilder api)
    {
        var library = api.MapGroup("/library").WithMetadata(new AsksService("collecting")).WithTags("Library");
        library.MapGet("", GetAsync).Calls(Collector.Descriptor, "GetLibrary");
        library.MapGet("/similar", FindSimilarAsync).Calls(Collector.Descriptor, "FindSimilar");
        library.MapGet("/suggestions", SuggestAsync).Calls(Collector.Descriptor, "SuggestLabels");
        library.MapGet("/doubtful", FindDoubtfulAsync).Calls(Collector.Descriptor, "FindDoubtfulLabels");
        library.MapGet("/disagreements", FindDisagreementsAsync).Calls(Collector.Descriptor, "FindDisagreements");
        library.MapGet("/duplicates", FindDuplicates).Calls(Collector.Descriptor, "FindDuplicates");
        library.MapGet("/map", GetMap).Calls(Collector.Descriptor, "GetMap");
        library.MapFolders();
        library.MapLibraryTracks();
        library.MapScans();
    }

    private static Task<Reply<LibraryInfo>> GetAsync(
        Collector.CollectorClient client, WebOptions options, CancellationToken cancellation) =>
        Reply.OfAsync(client.GetLibraryAsync(new GetLibraryRequest(), options.Answer(cancellation)));

    /// <summary>Finds tracks like those of <c>?id=1&amp;id=2</c>, or on the way from the only one to that of <c>path_to</c>.</summary>
    private static Task<Reply<FindSimilarReply>> FindSimilarAsync(
        long[] id, long? path_to, int? count, bool? other_artists, Collector.CollectorClient client, WebOptions options,
        CancellationToken cancellation)
    {
        var request = new FindSimilarRequest
        {
            Seeds = { id.Select(one => new TrackName { Id = one }) }, Count = count ?? 0, OtherArtists = other_artists ?? false,
        };
        request.PathTo = path_to is { } end ? new TrackName { Id = end } : null;
        return Reply.OfAsync(client.FindSimilarAsync(request, options.Answer(cancellation)));
    }

    private static Task<Reply<SuggestLabelsReply>> SuggestAsync(
        Query<SuggestLabelsRequest> query, Collector.CollectorClient client, WebOptions options, CancellationToken cancellation) =>
        Reply.OfAsync(client.SuggestLabelsAsync(query.Message, options.Answer(cancellation)));

    private static Task<Reply<FindDoubtfulLabelsReply>> FindDoubtfulAsync(
        Collector.CollectorClient client, WebOptions options, CancellationToken cancellation) =>
        Reply.OfAsync(client.FindDoubtfulLabelsAsync(new FindDoubtfulLabelsRequest(), options.Answer(cancellation)));

    private static Task<Reply<FindDisagreementsReply>> FindDisagreementsAsync(
        Query<FindDisagreementsRequest> query, Collector.CollectorClient client, WebOptions options, CancellationToken cancellation) =>
        Reply.OfAsync(client.FindDisagreementsAsync(query.Message, options.Answer(cancellation)));

    // Candidates are decoded, which may take minutes.
    private static Lines<DuplicateGroup> FindDuplicates(Collector.CollectorClient client, CancellationToken cancellation) =>
        new(client.FindDuplicates(new FindDuplicatesRequest(), cancellationToken: cancellation));

    // In parts, so that a page draws the first ones while others arrive.
    private static Lines<MapPart> GetMap(Collector.CollectorClient client, CancellationToken cancellation) =>
        new(client.GetMap(new GetMapRequest(), cancellationToken: cancellation));
}
