namespace MicroGenre.Web.Http;

/// <summary>Refuses uploads that say themselves that they are too long, before they are read.</summary>
internal static class UploadLimit
{
    /// <summary>Checks the length that a request's header states.</summary>
    /// <exception cref="BadHttpRequestException">It is over <see cref="WebOptions.LargestUpload"/>.</exception>
    public static void Check(HttpRequest request)
    {
        var limit = request.HttpContext.RequestServices.GetRequiredService<WebOptions>().LargestUpload;
        if (request.ContentLength > limit)
        {
            throw new BadHttpRequestException(
                $"The file has {request.ContentLength} bytes; the limit is {limit}.", StatusCodes.Status413PayloadTooLarge);
        }
    }
}
