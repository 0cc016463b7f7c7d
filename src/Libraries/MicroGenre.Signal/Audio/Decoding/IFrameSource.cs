namespace MicroGenre.Signal.Decoding;

/// <summary>Decoded audio with all its channels at its own rate, read in order.</summary>
internal interface IFrameSource : IDisposable
{
    AudioInfo Info { get; }

    /// <summary>
    /// How many samples per channel to expect, or <see langword="null"/> where nothing tells. Memory may be set aside by it: it is never
    /// more than the file's bytes could hold.
    /// </summary>
    long? FrameCount { get; }

    /// <summary>What is damaged, as far as it has been read; <see langword="null"/> where nothing is.</summary>
    AudioDamage? Damage { get; }

    /// <summary>Fills <paramref name="interleaved"/> with whole frames and returns how many; 0 at the end.</summary>
    int Read(Span<float> interleaved);
}
