namespace MicroGenre.Signal;

/// <summary>
/// The exception for audio that cannot be decoded: it is damaged, its header is truncated, or the format is not supported.
/// </summary>
public sealed class AudioFormatException : Exception
{
    /// <summary>Creates an error that concerns the audio as a whole.</summary>
    public AudioFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an error at a byte of the audio.</summary>
    public AudioFormatException(string message, long byteOffset)
        : base($"{message} (at byte {byteOffset})") => ByteOffset = byteOffset;

    /// <summary>
    /// The position in the audio's bytes where the error was noticed; <see langword="null"/> if the error has no position.
    /// </summary>
    public long? ByteOffset { get; }
}
