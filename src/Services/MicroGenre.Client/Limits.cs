namespace MicroGenre.Client;

/// <summary>The sizes that the contracts promise. They keep every message well under gRPC's own limit of 4 MiB.</summary>
public static class Limits
{
    /// <summary>Bytes of one message, in either direction.</summary>
    public const int MessageBytes = 4 * 1024 * 1024;

    /// <summary>Bytes of audio that may come inside a request.</summary>
    public const int InlineAudioBytes = 3 * 1024 * 1024;

    /// <summary>Bytes of data in one message of a stream.</summary>
    public const int ChunkBytes = 256 * 1024;

    /// <summary>Bytes of features that may go inside one reply; more of them go in chunks.</summary>
    public const int UnaryFeatureBytes = 3 * 1024 * 1024;

    /// <summary>Features that one request may ask for.</summary>
    public const int FeaturesPerRequest = 32;

    /// <summary>Bytes of an uploaded track, unless a service is set up to take more.</summary>
    public const long UploadBytes = 512L * 1024 * 1024;
}
