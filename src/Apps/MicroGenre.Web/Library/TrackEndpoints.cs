using Aspire.ServiceDefaults.Security;
using MicroGenre.Contracts;
using MicroGenre.Web.Http;
using MicroGenre.Web.OpenApi;

namespace MicroGenre.Web.Library;

/// <summary>Maps the endpoints for the library's tracks.</summary>
internal static class TrackEndpoints
{
    private const string One = "/tracks/{id:long}";

    /// <summary>Maps <c>/tracks</c>, <c>/tracks/{id}</c> and what belongs to a track.</summary>
    public static void MapLibraryTracks(this IEndpointRouteBuilder library)
    {
        library.MapGet("/tracks", ListAsync).Calls(Collector.Descriptor, "ListTracks");
        library.MapGet(One, GetAsync).Calls(Collector.Descriptor, "GetTrack");
        library.MapDelete(One, ForgetAsync).Calls(Collector.Descriptor, "Forget", "ForgetTrack").RequireAuthorization(Rights.Control)
            .WithSummary("Removes a track from the library.")
            .WithDescription("The file is not touched. The next scan finds it again, unless its folder is forgotten.");
        library.MapDelete("/gone", ForgetGoneAsync).Calls(Collector.Descriptor, "Forget", "ForgetGone").RequireAuthorization(Rights.Control)
            .WithSummary("Removes all tracks whose files no longer exist from the library.");
        library.MapPut($"{One}/label", LabelAsync).Calls(Collector.Descriptor, "LabelTrack").RequireAuthorization(Rights.Control);
        library.MapGet($"{One}/file", TrackFile.SendAsync).Calls(Collector.Descriptor, "ReadFile").Answers(Media.Bytes)
            .WithSummary("Sends a track's file, or the range of bytes that the header Range asks for.");
    }

    private static Task<Reply<ListTracksReply>> ListAsync(
        Query<ListTracksRequest> query, Collector.CollectorClient client, WebOptions options, CancellationToken cancellation) =>
        Reply.OfAsync(client.ListTracksAsync(query.Message, options.Answer(cancellation)));

    private static Task<Reply<Track>> GetAsync(
        long id, Collector.CollectorClient client, WebOptions options, CancellationToken cancellation) =>
        Reply.OfAsync(client.GetTrackAsync(new GetTrackRequest { Track = Named(id) }, options.Answer(cancellation)));

    /// <summary>Forgets a track. Its file stays, and the next scan finds it again unless its folder is forgotten.</summary>
    private static async Task<Reply<ForgetReply>> ForgetAsync(
        long id, Collector.CollectorClient client, WebOptions options, CancellationToken cancellation)
    {
        var track = await client.GetTrackAsync(new GetTrackRequest { Track = Named(id) }, options.Answer(cancellation));
        return await Reply.OfAsync(client.ForgetAsync(new ForgetRequest { Paths = { track.Path } }, options.Answer(cancellation)));
    }

    private static Task<Reply<ForgetReply>> ForgetGoneAsync(
        Collector.CollectorClient client, WebOptions options, CancellationToken cancellation) =>
        Reply.OfAsync(client.ForgetAsync(new ForgetRequest { Gone = true }, options.Answer(cancellation)));

    /// <summary>Labels a track: <c>{"genre": "Synthwave"}</c>, or with an empty genre forgets its label.</summary>
    private static Task<Reply<Track>> LabelAsync(
        long id, Body<LabelTrackRequest> label, Collector.CollectorClient client, WebOptions options, CancellationToken cancellation)
    {
        label.Message.Track = Named(id);
        return Reply.OfAsync(client.LabelTrackAsync(label.Message, options.Answer(cancellation)));
    }

    private static TrackName Named(long id) => new() { Id = id };
}
