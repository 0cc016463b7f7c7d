namespace MicroGenre.Signal;

/// <summary>Audio that cannot be decoded: damaged, cut short in its header, or of a kind that is not supported here.</summary>
public sealed class AudioFormatException : Exception
{
    /// <summary>An error of the audio as a whole.</summary>
    public AudioFormatException(string message)
        : base(message)
    {
    }

    /// <summary>An error at a place in the audio.</summary>
    public AudioFormatException(string message, long byteOffset)
        : base($"{message} (at byte {byteOffset})") => ByteOffset = byteOffset;

    /// <summary>Where in the audio's bytes the trouble was noticed; <see langword="null"/> where it has no place.</summary>
    public long? ByteOffset { get; }
}
