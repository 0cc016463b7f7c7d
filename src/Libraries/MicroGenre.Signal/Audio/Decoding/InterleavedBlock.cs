namespace MicroGenre.Signal.Decoding;

/// <summary>Allocates buffers for interleaved samples.</summary>
internal static class InterleavedBlock
{
    /// <summary>
    /// Allocates a buffer of at least one whole frame and, beyond that, at most <paramref name="samples"/> samples over all channels. A
    /// header may claim hundreds of channels.
    /// </summary>
    public static float[] Create(int channels, int samples) => new float[Math.Max(1, samples / channels) * channels];
}
