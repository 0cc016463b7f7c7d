using Aspire.ServiceDefaults.Security;
using Google.Protobuf;
using Grpc.Core;
using MicroGenre.Contracts;
using MicroGenre.Web.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace MicroGenre.Web.Models;

/// <summary>
/// Teaches a model a genre by tracks that the page sends, and forwards them as they arrive: it buffers only one chunk, however long they
/// are.
/// </summary>
internal static class TeachEndpoint
{
    // Below the size of large objects, which the garbage collector frees late.
    private const int PieceBytes = 64 * 1024;

    /// <summary>
    /// Maps <c>POST /models/genres?model=&amp;version=&amp;saveAs=&amp;genre=</c>: a form (<c>multipart/form-data</c>) with a file for each
    /// example.
    /// </summary>
    /// <param name="models">Where to.</param>
    /// <param name="largestUpload">The most bytes of all examples together.</param>
    public static void MapTeaching(this IEndpointRouteBuilder models, long largestUpload) =>
        models.MapPost("/models/genres", TeachAsync).WithMetadata(new AsksService("training"), new RequestSizeLimitAttribute(largestUpload))
            .RequireAuthorization(Rights.Control);

    private static async Task<IResult> TeachAsync(
        HttpRequest request, Teacher.TeacherClient teacher, string? model, int? version, string? saveAs, string? genre,
        CancellationToken cancellation)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.Boundary.HasValue)
        {
            return Results.Json(
                new Problem(StatusCodes.Status400BadRequest, "Examples are sent as multipart/form-data.", Retry: false),
                statusCode: StatusCodes.Status400BadRequest);
        }

        var change = new ModelChange { Model = model ?? "", Version = version ?? 0, SaveAs = saveAs ?? "" };
        using var call = teacher.TeachUpload(cancellationToken: cancellation);
        try
        {
            await call.RequestStream.WriteAsync(
                new TeachUploadRequest { Lesson = new Lesson { Change = change, Genre = genre ?? "" } }, cancellation);
            var form = new MultipartReader(HeaderUtilities.RemoveQuotes(type.Boundary).ToString(), request.Body);
            await SendAsync(form, call.RequestStream, cancellation);
            await call.RequestStream.CompleteAsync();
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException)
        {
            // The answer says why the service takes no more.
        }

        return ContractJson.Result(await call.ResponseAsync);
    }

    private static async Task SendAsync(
        MultipartReader form, IClientStreamWriter<TeachUploadRequest> requests, CancellationToken cancellation)
    {
        var buffer = new byte[PieceBytes];
        while (await form.ReadNextSectionAsync(cancellation) is { } section)
        {
            var name = section.AsFileSection()?.FileName;
            var example = new UploadHeader { Name = string.IsNullOrEmpty(name) ? "an example" : name };
            await requests.WriteAsync(new TeachUploadRequest { Example = example }, cancellation);
            int read;
            while ((read = await section.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation)) > 0)
            {
                await requests.WriteAsync(new TeachUploadRequest { Data = ByteString.CopyFrom(buffer, 0, read) }, cancellation);
            }
        }
    }
}
