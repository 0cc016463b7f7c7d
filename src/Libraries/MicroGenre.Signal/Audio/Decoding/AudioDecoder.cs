namespace MicroGenre.Signal.Decoding;

/// <summary>Picks the decoder by what the first bytes of the audio say.</summary>
internal static class AudioDecoder
{
    private const int SniffBytes = 16;

    /// <summary>Opens audio; the source owns <paramref name="stream"/> from here on, also when this fails.</summary>
    public static IFrameSource Open(Stream stream)
    {
        try
        {
            var bytes = new ByteSource(stream);
            Span<byte> start = stackalloc byte[SniffBytes];
            start = start[..bytes.Read(start)];
            var layout = WavHeader.Matches(start) ? WavHeader.Read(bytes)
                : AuHeader.Matches(start) ? AuHeader.Read(bytes)
                : throw new AudioFormatException("The audio is of no known format", 0);
            if (layout.FrameCount == 0)
            {
                throw new AudioFormatException("The audio holds no samples", layout.DataOffset);
            }

            bytes.Position = layout.DataOffset;
            return new PcmSource(bytes, layout, stream);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }
}
