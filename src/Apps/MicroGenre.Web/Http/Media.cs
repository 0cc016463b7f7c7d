namespace MicroGenre.Web.Http;

/// <summary>The media types of requests and responses that are not JSON.</summary>
internal static class Media
{
    /// <summary>A JSON value on each line.</summary>
    public const string Lines = "application/x-ndjson";

    /// <summary>Server-sent events.</summary>
    public const string Events = "text/event-stream";

    /// <summary>A file's bytes.</summary>
    public const string Bytes = "application/octet-stream";

    /// <summary>A form with files.</summary>
    public const string Form = "multipart/form-data";
}
