using System.Globalization;
using Grpc.Core;
using MicroGenre.Contracts;
using MicroGenre.Web.Http;
using Microsoft.Net.Http.Headers;

namespace MicroGenre.Web.Library;

/// <summary>Sends a track's file, so that a browser can play it: whole, or the range that it asks for.</summary>
internal static class TrackFile
{
    /// <summary>Answers a request with the file of a track.</summary>
    /// <exception cref="RpcException">There is no such track or file, or the range begins after its end.</exception>
    public static async Task SendAsync(long id, HttpContext context, Collector.CollectorClient client, CancellationToken cancellation)
    {
        var range = RangeOf(context.Request);
        var request = new ReadFileRequest { Track = new TrackName { Id = id }, Offset = range?.From ?? 0 };
        if (range is { From: { } first, To: { } last })
        {
            request.Length = last - first + 1;
        }

        using var call = client.ReadFile(request, cancellationToken: cancellation);
        if (!await call.ResponseStream.MoveNext(cancellation))
        {
            throw new RpcException(new Status(StatusCode.Internal, "the file ended before it began."));
        }

        WriteHeaders(context.Response, request, call.ResponseStream.Current, isRange: range is not null);
        do
        {
            await context.Response.Body.WriteAsync(call.ResponseStream.Current.Data.Memory, cancellation);
        }
        while (await call.ResponseStream.MoveNext(cancellation));
    }

    private static void WriteHeaders(HttpResponse response, ReadFileRequest request, FilePart first, bool isRange)
    {
        var length = first.FileLength;
        var isPart = isRange && length > 0;
        var end = request.HasLength ? Math.Min(length, request.Offset + request.Length) : length;
        response.StatusCode = isPart ? StatusCodes.Status206PartialContent : StatusCodes.Status200OK;
        response.ContentLength = (long)(end - request.Offset);
        response.ContentType = Media.OfTrack(first.Path);
        response.Headers.AcceptRanges = "bytes";
        if (isPart)
        {
            response.Headers.ContentRange =
                string.Create(CultureInfo.InvariantCulture, $"bytes {request.Offset}-{end - 1}/{length}");
        }
    }

    // Players ask for one range with a start. Other requests may be answered with the whole file.
    private static (ulong From, ulong? To)? RangeOf(HttpRequest request) =>
        RangeHeaderValue.TryParse(request.Headers.Range.ToString(), out var header) && header.Ranges is { Count: 1 } ranges
            && ranges.First() is { From: { } first } range ? ((ulong)first, (ulong?)range.To) : null;
}
