using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Google.Protobuf;
using Grpc.Core;
using MicroGenre.Web.Http;
using MicroGenre.Web.OpenApi;
using Microsoft.AspNetCore.Mvc;

namespace MicroGenre.Web.Tracks;

/// <summary>
/// Receives a track once and forwards it to every service as it arrives. It buffers only one chunk, however long the track is; the slowest
/// service sets the pace.
/// </summary>
internal static class TrackEndpoint
{
    // Below the size of large objects, which the garbage collector frees late.
    private const int PieceBytes = 64 * 1024;

    /// <summary>Maps <c>POST /tracks?name=&amp;parts=&amp;model=&amp;version=&amp;genre=</c>: a file's bytes in, lines of
    /// <see cref="TrackEvent"/> out.</summary>
    /// <param name="api">Where to.</param>
    /// <param name="largestUpload">The longest file, in bytes.</param>
    public static void MapTracks(this IEndpointRouteBuilder api, long largestUpload) =>
        api.MapPost("/tracks", AnswerAsync)
            .WithMetadata(new RequestSizeLimitAttribute(largestUpload)).Answers(Media.Lines)
            .WithName("AnalyseTrack").WithTags("Tracks").WithSummary("Classifies a track, draws it, and finds its parts, as it arrives.")
            .WithDescription(
                "Each line is `{\"kind\": …, \"part\": …, \"data\": …}`: `uploaded` with the SHA-256 of the file, `progress` from 0 to 1, "
                + $"and for each part a `result` or a `failure`, which is a problem. Parts: {string.Join(", ", TrackParts.Names)}.");

    private static async Task AnswerAsync(
        HttpContext context, UploadedTrack track, TrackParts services, SetQuestions sets, string? name, string? parts, string? model,
        int? version, string? genre)
    {
        string[] wanted = parts is null ? [.. TrackParts.Usual] : [.. parts.Split(',').Distinct()];
        if (wanted.Except(TrackParts.Names).FirstOrDefault() is { } unknown)
        {
            throw new BadHttpRequestException($"parts: '{unknown}' is not one of {string.Join(", ", TrackParts.Names)}.");
        }

        List<ITrackPart> begun = [];
        try
        {
            var asked = new TrackQuestion(model ?? "", version ?? 0, genre ?? "");
            if (wanted.Contains(TrackParts.Genres))
            {
                asked = await sets.WithSetAsync(asked, context.RequestAborted);
            }

            begun.AddRange(wanted.Select(part => services.Begin(part, track.ToHeader(name), asked, context.RequestAborted)));
            await StreamAsync(context, track.Content, begun);
        }
        catch (Exception e) when (
            context.RequestAborted.IsCancellationRequested && e is OperationCanceledException or IOException or RpcException)
        {
            // The client is gone.
        }
        finally
        {
            begun.ForEach(part => part.Dispose());
        }
    }

    private static async Task StreamAsync(HttpContext context, Stream audio, List<ITrackPart> parts)
    {
        var events = Channel.CreateUnbounded<TrackEvent>();
        var answering = Task.WhenAll(parts.Select(part => CollectAsync(part, events.Writer, context.RequestAborted)))
            .ContinueWith(all => events.Writer.Complete(all.Exception?.InnerException), TaskScheduler.Default);
        var sha256 = await SendAsync(audio, parts, answering, context.RequestAborted);

        context.Response.ContentType = Media.Lines;
        await WriteAsync(context, TrackEvent.Uploaded(sha256));
        await foreach (var happened in events.Reader.ReadAllAsync(context.RequestAborted))
        {
            await WriteAsync(context, happened);
        }
    }

    private static async Task CollectAsync(ITrackPart part, ChannelWriter<TrackEvent> events, CancellationToken cancellation)
    {
        await foreach (var happened in part.AnswersAsync(cancellation))
        {
            await events.WriteAsync(happened, cancellation);
        }
    }

    private static async Task<byte[]> SendAsync(Stream audio, List<ITrackPart> parts, Task answered, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[PieceBytes];
        int read;

        // Once every service has answered, which means refused, the rest of the file is not needed.
        while (!answered.IsCompleted
            && (read = await audio.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation)) > 0)
        {
            hash.AppendData(buffer.AsSpan(0, read));
            var piece = ByteString.CopyFrom(buffer, 0, read);
            await Task.WhenAll(parts.Select(part => part.SendAsync(piece, cancellation)));
        }

        await Task.WhenAll(parts.Select(part => part.CompleteAsync()));
        return hash.GetHashAndReset();
    }

    private static async Task WriteAsync(HttpContext context, TrackEvent happened)
    {
        await context.Response.WriteAsync(happened.ToLine(), Encoding.UTF8, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
