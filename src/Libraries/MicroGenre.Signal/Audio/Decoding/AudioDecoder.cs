namespace MicroGenre.Signal.Decoding;

/// <summary>Selects the decoder from the audio's content.</summary>
internal static class AudioDecoder
{
    /// <summary>How far into a file to search for a known signature, in bytes.</summary>
    private const int LongestJunk = 1 << 16;

    /// <summary>Opens audio. The returned source owns <paramref name="stream"/>; the stream is also closed if this method fails.</summary>
    /// <param name="stream">The audio's bytes: a seekable stream at position 0.</param>
    /// <param name="external">The external decoders that may be used.</param>
    /// <exception cref="AudioFormatException">The format is unknown, or the audio is damaged.</exception>
    public static IFrameSource Open(Stream stream, ExternalDecoders external)
    {
        try
        {
            if (stream.Length == 0)
            {
                throw new AudioFormatException("The audio is empty", 0);
            }

            var bytes = new ByteWindow(stream);
            var tags = AudioTags.SkipId3v2(bytes);
            return tags == 0
                ? Open(stream, bytes, external)
                : OpenBehindTags(stream, tags, external);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private static IFrameSource OpenBehindTags(Stream stream, long tags, ExternalDecoders external)
    {
        if (tags == stream.Length)
        {
            throw new AudioFormatException("It holds no audio, only tags.");
        }

        var audio = SplicedStream.Of(stream, [new ByteRange(tags, stream.Length - tags)]);
        return Open(audio, new ByteWindow(audio), external);
    }

    private static IFrameSource Open(Stream stream, ByteWindow bytes, ExternalDecoders external)
    {
        var start = bytes.At(0, AudioFormat.SniffBytes);
        if (TryReadPcm(stream, start) is { } pcm)
        {
            return pcm.Layout is { } layout ? OpenPcm(stream, layout) : external.Open(stream, pcm.Format);
        }

        if (AudioFormat.Tell(start) is { } format)
        {
            return external.Open(stream, format, bytes);
        }

        if (MpegFrames.Find(bytes) is { } frames)
        {
            return external.Open(SplicedStream.Of(stream, frames.Parts), frames);
        }

        if (FindStart(bytes) is > 0 and var junk)
        {
            var audio = SplicedStream.Of(stream, [new ByteRange(junk, stream.Length - junk)]);
            var window = new ByteWindow(audio);
            return external.Open(audio, AudioFormat.Tell(window.At(0, AudioFormat.SniffBytes))!, window, junk);
        }

        return external.Open(stream, AudioFormat.Guess(bytes.At(0, AudioFormat.SniffBytes))
            ?? throw new AudioFormatException("The audio is of no known format", 0));
    }

    /// <summary>Reads the header of WAV, AIFF or AU; the layout is <see langword="null"/> if the samples are compressed.</summary>
    private static (PcmLayout? Layout, AudioFormat Format)? TryReadPcm(Stream stream, ReadOnlySpan<byte> start)
    {
        var bytes = new ByteSource(stream);
        return true switch
        {
            _ when WavHeader.Matches(start) => (WavHeader.Read(bytes), AudioFormat.WavCompressed),
            _ when AiffHeader.Matches(start) => (AiffHeader.Read(bytes), AudioFormat.AiffCompressed),
            _ when AuHeader.Matches(start) => (AuHeader.Read(bytes), AudioFormat.AuCompressed),
            _ => null,
        };
    }

    private static PcmSource OpenPcm(Stream stream, PcmLayout layout)
    {
        if (layout.FrameCount == 0)
        {
            throw new AudioFormatException("The audio holds no samples", layout.DataOffset);
        }

        stream.Position = layout.DataOffset;
        return new PcmSource(stream, layout, layout.Describe());
    }

    /// <summary>Finds a FLAC or Ogg signature behind leading bytes that belong to neither; 0 if there is none.</summary>
    private static long FindStart(ByteWindow bytes)
    {
        var end = Math.Min(bytes.Length, LongestJunk);
        for (var at = bytes.IndexOfAny((byte)'O', (byte)'f', 1, end); at < end; at = bytes.IndexOfAny((byte)'O', (byte)'f', at + 1, end))
        {
            var start = bytes.At(at, 5);
            if (start.SequenceEqual("OggS\0"u8) || start.SequenceEqual("fLaC\0"u8))
            {
                return at;
            }
        }

        return 0;
    }
}
