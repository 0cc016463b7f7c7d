using Aspire.ServiceDefaults.Security;
using MicroGenre.Contracts;
using MicroGenre.Web.Http;

namespace MicroGenre.Web.Library;

/// <summary>Maps the endpoints for the library of tracks.</summary>
internal static class LibraryEndpoints
{
    private static readonly AsksService Collecting = new("collecting");

    /// <summary>Maps <c>/library</c>.</summary>
    public static void MapLibrary(this IEndpointRouteBuilder api)
    {
        var library = api.MapGroup("/library").WithMetadata(Collecting);
        library.MapGet("", GetAsync);
        library.MapPost("/folders", AddFolderAsync).RequireAuthorization(Rights.Control);
        library.MapGet("/tracks", ListAsync);
        library.MapGet("/tracks/{id:long}", GetTrackAsync);
        library.MapPut("/tracks/{id:long}/label", LabelAsync).RequireAuthorization(Rights.Control);
        library.MapGet("/similar", FindSimilarAsync);
        library.MapGet("/suggestions", SuggestAsync);
        library.MapGet("/doubtful", FindDoubtfulAsync);
        library.MapGet("/disagreements", FindDisagreementsAsync);
        library.MapScans();
        library.MapFiles();
        library.MapMap();
    }

    private static async Task<IResult> GetAsync(Collector.CollectorClient client, WebOptions options, CancellationToken cancellation) =>
        ContractJson.Result(await client.GetLibraryAsync(new GetLibraryRequest(), options.Answer(cancellation)));

    private static async Task<IResult> AddFolderAsync(
        HttpRequest request, Collector.CollectorClient client, WebOptions options, CancellationToken cancellation) =>
        ContractJson.Result(
            await client.AddFolderAsync(await ContractJson.ReadAsync<AddFolderRequest>(request), options.Answer(cancellation)));

    private static async Task<IResult> ListAsync(
        HttpRequest request, Collector.CollectorClient client, WebOptions options, CancellationToken cancellation) =>
        ContractJson.Result(
            await client.ListTracksAsync(ContractQuery.Read<ListTracksRequest>(request.Query), options.Answer(cancellation)));

    private static async Task<IResult> GetTrackAsync(
        long id, Collector.CollectorClient client, WebOptions options, CancellationToken cancellation) =>
        ContractJson.Result(await client.GetTrackAsync(new GetTrackRequest { Track = Named(id) }, options.Answer(cancellation)));

    /// <summary>Labels a track: <c>{"genre": "Synthwave"}</c>, or with an empty genre forgets its label.</summary>
    private static async Task<IResult> LabelAsync(
        long id, HttpRequest request, Collector.CollectorClient client, WebOptions options, CancellationToken cancellation)
    {
        var label = await ContractJson.ReadAsync<LabelTrackRequest>(request);
        label.Track = Named(id);
        return ContractJson.Result(await client.LabelTrackAsync(label, options.Answer(cancellation)));
    }

    /// <summary>Finds tracks like those of <c>?id=1&amp;id=2</c>, or on the way from the only one to that of <c>path_to</c>.</summary>
    private static async Task<IResult> FindSimilarAsync(
        long[] id, long? path_to, int? count, bool? other_artists, Collector.CollectorClient client, WebOptions options,
        CancellationToken cancellation)
    {
        var request = new FindSimilarRequest { Seeds = { id.Select(Named) }, Count = count ?? 0, OtherArtists = other_artists ?? false };
        request.PathTo = path_to is { } end ? Named(end) : null;
        return ContractJson.Result(await client.FindSimilarAsync(request, options.Answer(cancellation)));
    }

    private static async Task<IResult> SuggestAsync(
        HttpRequest request, Collector.CollectorClient client, WebOptions options, CancellationToken cancellation) =>
        ContractJson.Result(
            await client.SuggestLabelsAsync(ContractQuery.Read<SuggestLabelsRequest>(request.Query), options.Answer(cancellation)));

    private static async Task<IResult> FindDoubtfulAsync(
        Collector.CollectorClient client, WebOptions options, CancellationToken cancellation) =>
        ContractJson.Result(await client.FindDoubtfulLabelsAsync(new FindDoubtfulLabelsRequest(), options.Answer(cancellation)));

    private static async Task<IResult> FindDisagreementsAsync(
        HttpRequest request, Collector.CollectorClient client, WebOptions options, CancellationToken cancellation) =>
        ContractJson.Result(
            await client.FindDisagreementsAsync(
                ContractQuery.Read<FindDisagreementsRequest>(request.Query), options.Answer(cancellation)));

    private static TrackName Named(long id) => new() { Id = id };
}
