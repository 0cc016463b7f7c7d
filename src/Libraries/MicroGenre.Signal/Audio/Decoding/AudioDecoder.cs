namespace MicroGenre.Signal.Decoding;

/// <summary>Picks the decoder by what the first bytes of the audio say.</summary>
internal static class AudioDecoder
{
    /// <summary>Opens audio; the source owns <paramref name="stream"/> from here on, also when this fails.</summary>
    /// <param name="stream">The audio's bytes, from position 0, able to seek.</param>
    /// <param name="external">The decoders of others that may be used.</param>
    public static IFrameSource Open(Stream stream, ExternalDecoders external)
    {
        try
        {
            Span<byte> start = stackalloc byte[AudioFormat.SniffBytes];
            start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
            if (start.IsEmpty)
            {
                throw new AudioFormatException("The audio is empty", 0);
            }

            var bytes = new ByteSource(stream);
            var (layout, format) = true switch
            {
                _ when WavHeader.Matches(start) => (WavHeader.Read(bytes), AudioFormat.WavCompressed),
                _ when AiffHeader.Matches(start) => (AiffHeader.Read(bytes), AudioFormat.AiffCompressed),
                _ when AuHeader.Matches(start) => (AuHeader.Read(bytes), AudioFormat.AuCompressed),
                _ => (null, AudioFormat.Tell(start) ?? throw new AudioFormatException("The audio is of no known format", 0)),
            };
            return layout is null ? external.Open(stream, format) : Open(stream, layout);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private static PcmSource Open(Stream stream, PcmLayout layout)
    {
        if (layout.FrameCount == 0)
        {
            throw new AudioFormatException("The audio holds no samples", layout.DataOffset);
        }

        stream.Position = layout.DataOffset;
        return new PcmSource(stream, layout, layout.Describe());
    }
}
