using System.Runtime.CompilerServices;
using Aspire.ServiceDefaults.Security;
using MicroGenre.Client.Lessons;
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
            throw new BadHttpRequestException("Examples are sent as multipart/form-data.");
        }

        var lesson = new Lesson
        {
            Change = new ModelChange { Model = model ?? "", Version = version ?? 0, SaveAs = saveAs ?? "" },
            Genre = genre ?? "",
        };
        var form = new MultipartReader(HeaderUtilities.RemoveQuotes(type.Boundary).ToString(), request.Body);
        return ContractJson.Result(await teacher.TeachAsync(lesson, ExamplesAsync(form, cancellation), cancellation));
    }

    private static async IAsyncEnumerable<ExampleFile> ExamplesAsync(
        MultipartReader form, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (await form.ReadNextSectionAsync(cancellation) is { } section)
        {
            var name = section.AsFileSection()?.FileName;
            yield return new ExampleFile(string.IsNullOrEmpty(name) ? "an example" : name, () => section.Body);
        }
    }
}
