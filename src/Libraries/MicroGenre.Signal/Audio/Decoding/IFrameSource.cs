namespace MicroGenre.Signal.Decoding;

/// <summary>Decoded audio, read in order, with all channels and its own sample rate.</summary>
internal interface IFrameSource : IDisposable
{
    AudioInfo Info { get; }

    /// <summary>
    /// Expected number of samples per channel; <see langword="null"/> if unknown. It never exceeds what the file's bytes could hold, so it
    /// is safe to allocate memory for it.
    /// </summary>
    long? FrameCount { get; }

    /// <summary>The damage found so far; <see langword="null"/> if there is none.</summary>
    AudioDamage? Damage { get; }

    /// <summary>Fills <paramref name="interleaved"/> with whole frames. Returns their number; 0 at the end.</summary>
    int Read(Span<float> interleaved);
}
