using System.Collections.Frozen;

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

    // What browsers play is listed whole; of other formats, the usual ones.
    private static readonly FrozenDictionary<string, string> Audio = new Dictionary<string, string>
    {
        [".aac"] = "audio/aac",
        [".aif"] = "audio/aiff",
        [".aiff"] = "audio/aiff",
        [".au"] = "audio/basic",
        [".flac"] = "audio/flac",
        [".m4a"] = "audio/mp4",
        [".mka"] = "audio/x-matroska",
        [".mp3"] = "audio/mpeg",
        [".mp4"] = "audio/mp4",
        [".oga"] = "audio/ogg",
        [".ogg"] = "audio/ogg",
        [".opus"] = "audio/ogg",
        [".wav"] = "audio/wav",
        [".webm"] = "audio/webm",
        [".wma"] = "audio/x-ms-wma",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The type of a track's file by its extension; <see cref="Bytes"/> for an unknown one.</summary>
    public static string OfTrack(string path) => Audio.GetValueOrDefault(Path.GetExtension(path), Bytes);
}
