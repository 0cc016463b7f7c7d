namespace MicroGenre.Signal.Decoding;

/// <summary>Memory for some frames of interleaved samples.</summary>
internal static class InterleavedBlock
{
    /// <summary>
    /// Whole frames, at least one, of at most so many samples in all channels together: a header may name hundreds of channels.
    /// </summary>
    public static float[] Create(int channels, int samples) => new float[Math.Max(1, samples / channels) * channels];
}
