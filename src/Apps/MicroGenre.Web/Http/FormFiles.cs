using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace MicroGenre.Web.Http;

/// <summary>Reads the files of a form (<c>multipart/form-data</c>) as they arrive, without buffering them.</summary>
internal static class FormFiles
{
    /// <summary>Whether a request's body is such a form.</summary>
    public static bool IsForm(HttpRequest request) => BoundaryOf(request) is not null;

    /// <summary>Checks that a request's body is such a form.</summary>
    /// <exception cref="BadHttpRequestException">It is not.</exception>
    public static void Check(HttpRequest request) => _ = RequiredBoundaryOf(request);

    /// <summary>The files of a form, in order; the next one discards what was not read of the one before.</summary>
    /// <exception cref="BadHttpRequestException">The body is no such form, or is too long.</exception>
    public static async IAsyncEnumerable<(string? Name, Stream Content)> ReadAsync(
        HttpRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var form = new MultipartReader(RequiredBoundaryOf(request), request.Body);
        while (await NextAsync(form, cancellation) is { } section)
        {
            if (section.AsFileSection() is { } file)
            {
                yield return (string.IsNullOrEmpty(file.FileName) ? null : file.FileName, section.Body);
            }
        }
    }

    private static async Task<MultipartSection?> NextAsync(MultipartReader form, CancellationToken cancellation)
    {
        try
        {
            return await form.ReadNextSectionAsync(cancellation);
        }
        catch (Exception e) when (e is InvalidDataException || (e is IOException and not BadHttpRequestException))
        {
            throw new BadHttpRequestException($"The form is malformed: {e.Message}", e);
        }
    }

    private static string RequiredBoundaryOf(HttpRequest request) =>
        BoundaryOf(request) ?? throw new BadHttpRequestException($"Files are sent as {Media.Form}.");

    private static string? BoundaryOf(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.Boundary.HasValue
            ? HeaderUtilities.RemoveQuotes(type.Boundary).ToString() : null;
}
