namespace MicroGenre.Signal;

/// <summary>Audio that cannot be decoded: damaged, cut short in its header, or of a kind that is not supported here.</summary>
public sealed class AudioFormatException : Exception
{
    /// <summary>An error at a place in the audio.</summary>
    public AudioFormatException(string message, long byteOffset)
        : base($"{message} (at byte {byteOffset})") => ByteOffset = byteOffset;

    /// <summary>An error of the decoder beneath.</summary>
    public AudioFormatException(string message, long byteOffset, Exception innerException)
        : base($"{message} (at byte {byteOffset})", innerException) => ByteOffset = byteOffset;

    /// <summary>Where in the audio's bytes the trouble was noticed.</summary>
    public long ByteOffset { get; }
}
