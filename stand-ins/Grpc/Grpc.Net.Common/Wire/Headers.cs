using Grpc.Core;

namespace Grpc.Net.Wire;

/// <summary>The names that gRPC gives to HTTP headers, and how metadata travels in the others
/// (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md).</summary>
internal static class Headers
{
    public const string ContentType = "application/grpc";
    public const string Status = "grpc-status";
    public const string Message = "grpc-message";
    public const string Timeout = "grpc-timeout";
    public const string Encoding = "grpc-encoding";
    public const string AcceptEncoding = "grpc-accept-encoding";
    public const string Identity = "identity";

    private static readonly HashSet<string> NotMetadata = new(StringComparer.OrdinalIgnoreCase)
    {
        Status, Message, Timeout, Encoding, AcceptEncoding, "content-type", "content-encoding", "content-length", "te", "host",
    };

    /// <summary>Whether a content type is gRPC's, with any message format (<c>+proto</c>) and parameters.</summary>
    public static bool IsGrpc(string? contentType) =>
        contentType is not null
        && contentType.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase)
        && (contentType.Length == ContentType.Length || contentType[ContentType.Length] is ';' or '+');

    public static bool IsMetadata(string name) => !name.StartsWith(':') && !NotMetadata.Contains(name);

    public static bool IsBinary(string name) => name.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.OrdinalIgnoreCase);

    public static string ValueOf(Metadata.Entry entry) => entry.IsBinary ? Convert.ToBase64String(entry.ValueBytes) : entry.Value;

    /// <summary>Adds a received header to <paramref name="metadata"/>. Several binary values may share one line, split by commas.</summary>
    /// <exception cref="FormatException">A binary value is not base64.</exception>
    public static void AddTo(Metadata metadata, string name, string value)
    {
        if (!IsBinary(name))
        {
            metadata.Add(name, value);
            return;
        }

        foreach (var part in value.Split(',', StringSplitOptions.TrimEntries))
        {
            metadata.Add(name, Convert.FromBase64String(part.PadRight((part.Length + 3) / 4 * 4, '=')));
        }
    }
}
