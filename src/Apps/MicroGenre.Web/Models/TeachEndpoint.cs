using System.Runtime.CompilerServices;
using Aspire.ServiceDefaults.Security;
using MicroGenre.Client.Lessons;
using MicroGenre.Contracts;
using MicroGenre.Web.Http;
using MicroGenre.Web.OpenApi;
using Microsoft.AspNetCore.Mvc;

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
        models.MapPost("/models/genres", TeachAsync).Calls(Teacher.Descriptor, "TeachUpload", "Teach").WithTags("Models")
            .WithMetadata(new AsksService("training"), new RequestSizeLimitAttribute(largestUpload), new TakesFiles())
            .RequireAuthorization(Rights.Control).WithSummary("Teaches a model a genre by tracks of it: a form with a file for each.")
            .WithDescription("The lesson makes a new version of the model, or of the one that `saveAs` names.");

    private static async Task<Reply<TaughtModel>> TeachAsync(
        HttpRequest request, Teacher.TeacherClient teacher, string? model, int? version, string? saveAs, string? genre,
        CancellationToken cancellation)
    {
        UploadLimit.Check(request);
        FormFiles.Check(request);
        var lesson = new Lesson
        {
            Change = new ModelChange { Model = model ?? "", Version = version ?? 0, SaveAs = saveAs ?? "" },
            Genre = genre ?? "",
        };
        return Reply.With(await teacher.TeachAsync(lesson, ExamplesAsync(request, cancellation), cancellation));
    }

    private static async IAsyncEnumerable<ExampleFile> ExamplesAsync(
        HttpRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var (name, content) in FormFiles.ReadAsync(request, cancellation))
        {
            yield return new ExampleFile(name ?? "an example", () => content);
        }
    }
}
