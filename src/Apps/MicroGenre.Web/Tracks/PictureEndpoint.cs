using System.Security.Cryptography;
using Aspire.ServiceDefaults.Calls;
using Google.Protobuf;
using Grpc.Core;
using MicroGenre.Contracts;
using MicroGenre.Web.Http;

namespace MicroGenre.Web.Tracks;

/// <summary>
/// Answers with a closer look at a stretch of a track's spectrogram, from what FeatureExtraction has in its cache: the track is not sent
/// again.
/// </summary>
internal static class PictureEndpoint
{
    /// <summary>Maps <c>GET /pictures/{sha256}?from=&amp;to=</c>: the stretch as shares of the track, 0 to 1.</summary>
    public static void MapPictures(this IEndpointRouteBuilder api) =>
        api.MapGet("/pictures/{sha256}", AnswerAsync).WithMetadata(new AsksService("feature-extraction"))
            .Produces<Stretch>().WithName("GetPicture").WithTags("Tracks")
            .WithSummary("Draws a stretch of a track's spectrogram at a higher resolution, if it is in the cache.")
            .WithDescription("`from` and `to` are shares of the track, 0 to 1.");

    private static async Task<IResult> AnswerAsync(
        string sha256, double from, double to, FeatureExtractor.FeatureExtractorClient features, WebOptions options,
        CancellationToken cancellation)
    {
        if (sha256.Length != 2 * SHA256.HashSizeInBytes || !sha256.All(char.IsAsciiHexDigit) || !(from >= 0 && from < to && to <= 1))
        {
            throw new BadHttpRequestException("A stretch has a SHA-256 in hexadecimal, and 0 ≤ from < to ≤ 1.");
        }

        var request = new LookupRequest
        {
            Sha256 = ByteString.CopyFrom(Convert.FromHexString(sha256)), Features = { TrackParts.Spectrogram() },
        };
        using var call = features.Lookup(request, options.Answer(cancellation));
        PooledFeature? stretch = null;
        await foreach (var chunk in call.ResponseStream.ReadAllAsync(cancellation))
        {
            if (chunk.PartCase == FeatureChunk.PartOneofCase.Header)
            {
                stretch = new PooledFeature(chunk.Header, from, to, options.PictureColumns, peaks: false);
            }
            else if (chunk.PartCase == FeatureChunk.PartOneofCase.Data)
            {
                stretch?.Add(chunk.Data.Span);
            }
        }

        return stretch is null
            ? new Problem(StatusCodes.Status404NotFound, "The spectrogram is not in the cache.", Retry: false).ToResult()
            : Results.Ok(new Stretch(
                stretch.From, stretch.To, stretch.Rows, stretch.Columns, Levels.OfDecibels(stretch.Complete())));
    }

    /// <summary>A stretch of a spectrogram.</summary>
    /// <param name="From">Where it begins, as a share of the track: at a frame.</param>
    /// <param name="To">Where it ends.</param>
    /// <param name="Bands">Number of mel bands: rows of <paramref name="Levels"/>, lowest first.</param>
    /// <param name="Columns">Number of columns of <paramref name="Levels"/>.</param>
    /// <param name="Levels">The stretch, row by row, as in <see cref="TrackPicture"/>.</param>
    private sealed record Stretch(double From, double To, int Bands, int Columns, byte[] Levels);
}
