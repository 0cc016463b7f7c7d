using MicroGenre.Client.Uploads;
using MicroGenre.Contracts;
using MicroGenre.Web.Http;
using MicroGenre.Web.OpenApi;
using Microsoft.AspNetCore.Mvc;

namespace MicroGenre.Web.Tracks;

/// <summary>
/// Classifies and explains a track with one answer, for programs; the page asks <see cref="TrackEndpoint"/>, which tells its progress and
/// more about the track. A track is forwarded as it arrives.
/// </summary>
internal static class ClassifyEndpoints
{
    private const string Sending = "The body is the file, or a form with it. `name` is what messages call the track.";

    /// <summary>Maps <c>POST /classify</c> and <c>POST /explain</c>.</summary>
    /// <param name="api">Where to.</param>
    /// <param name="largestUpload">The longest file, in bytes.</param>
    public static void MapClassifying(this IEndpointRouteBuilder api, long largestUpload)
    {
        var classifying = api.MapGroup("").WithMetadata(new AsksService("inference"), new RequestSizeLimitAttribute(largestUpload))
            .WithTags("Tracks");
        classifying.MapPost("/classify", ClassifyAsync).Calls(Classifier.Descriptor, "ClassifyUpload", "Classify")
            .WithSummary("Classifies a track of any length.").WithDescription(Sending);
        classifying.MapPost("/explain", ExplainAsync).Calls(Classifier.Descriptor, "ExplainUpload", "Explain")
            .WithSummary("Classifies a track of any length, and says why.")
            .WithDescription($"{Sending} `genre` is the genre to explain, the most probable one unless told.");
    }

    private static async Task<Reply<ClassifyReply>> ClassifyAsync(
        UploadedTrack track, Query<ClassifyOptions> options, string? name, Classifier.ClassifierClient client,
        CancellationToken cancellation)
    {
        using var call = client.ClassifyUpload(cancellationToken: cancellation);
        var header = new ClassifyUploadHeader { Upload = track.ToHeader(name), Options = options.Message };
        return await track.SendAsync(
            audio => AudioUpload.SendAsync(call.RequestStream, header, audio, cancellation: cancellation), call.ResponseAsync);
    }

    private static async Task<Reply<ExplainReply>> ExplainAsync(
        UploadedTrack track, Query<ClassifyOptions> options, string? name, string? genre, Classifier.ClassifierClient client,
        CancellationToken cancellation)
    {
        using var call = client.ExplainUpload(cancellationToken: cancellation);
        var header = new ExplainUploadHeader { Upload = track.ToHeader(name), Options = options.Message, Genre = genre ?? "" };
        return await track.SendAsync(
            audio => AudioUpload.SendAsync(call.RequestStream, header, audio, cancellation: cancellation), call.ResponseAsync);
    }
}
