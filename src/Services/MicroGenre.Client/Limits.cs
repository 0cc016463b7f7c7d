namespace MicroGenre.Client;

/// <summary>The size limits of the contracts. They keep every message well below gRPC's default limit of 4 MiB.</summary>
public static class Limits
{
    /// <summary>Maximum size of a message in either direction, in bytes.</summary>
    public const int MessageBytes = 4 * 1024 * 1024;

    /// <summary>Maximum size of audio inside a request, in bytes.</summary>
    public const int InlineAudioBytes = 3 * 1024 * 1024;

    /// <summary>Maximum size of the data in a message of a stream, in bytes.</summary>
    public const int ChunkBytes = 256 * 1024;

    /// <summary>Maximum size of features in a unary reply, in bytes. Larger features are streamed.</summary>
    public const int UnaryFeatureBytes = 3 * 1024 * 1024;

    /// <summary>Maximum number of features per request.</summary>
    public const int FeaturesPerRequest = 32;

    /// <summary>Default maximum size of an uploaded track, in bytes.</summary>
    public const long UploadBytes = 512L * 1024 * 1024;
}
