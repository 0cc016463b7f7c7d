namespace MicroGenre.Tagging.Formats;

/// <summary>Detects the tag format of a file from its content.</summary>
internal static class TagFormats
{
    private const int Longest = 36;

    /// <summary>The tag format of the file; <see langword="null"/> if its kind is unknown.</summary>
    /// <exception cref="TagFormatException">An ID3 tag at its start is malformed.</exception>
    public static ITagFormat? Detect(Stream file)
    {
        var head = Head(file, 0);
        return head.AsSpan() switch
        {
            var bytes when bytes.StartsWith(FlacFormat.Mark) => new FlacFormat(),
            var bytes when bytes.StartsWith("OggS"u8) => OggFormat.Of(bytes),
            var bytes when bytes.StartsWith("RIFF"u8) && Is(bytes, 8, "WAVE"u8) => ChunkFormat.Wav,
            var bytes when bytes.StartsWith("FORM"u8) && (Is(bytes, 8, "AIFF"u8) || Is(bytes, 8, "AIFC"u8)) => ChunkFormat.Aiff,
            var bytes when Is(bytes, 4, "ftyp"u8) => new Mp4Format(),
            var bytes when IsFrame(bytes) => new Mp3Format(),
            var bytes when bytes.StartsWith("ID3"u8) => DetectBehind(file, LeadingTags.EndOf(file)),
            _ => null,
        };
    }

    /// <summary>Detects the content behind ID3 tags: FLAC, or an MPEG frame after zeros.</summary>
    private static ITagFormat? DetectBehind(Stream file, long tags)
    {
        if (tags == 0)
        {
            return null;
        }

        if (Head(file, tags).AsSpan().StartsWith(FlacFormat.Mark))
        {
            return new FlacFormat();
        }

        file.Position = tags;
        var next = new byte[64 * 1024];
        var read = file.ReadAtLeast(next, next.Length, throwOnEndOfStream: false);
        var frame = next.AsSpan(0, read).IndexOfAnyExcept((byte)0);
        return frame >= 0 && IsFrame(next.AsSpan(frame, read - frame)) ? new Mp3Format() : null;
    }

    private static byte[] Head(Stream file, long at)
    {
        file.Position = at;
        var bytes = new byte[Longest];
        return bytes[..file.ReadAtLeast(bytes, Longest, throwOnEndOfStream: false)];
    }

    private static bool Is(ReadOnlySpan<byte> head, int at, ReadOnlySpan<byte> mark) =>
        head.Length >= at + mark.Length && head.Slice(at, mark.Length).SequenceEqual(mark);

    // Eleven set bits, then a layer that is not reserved: 00 means AAC.
    private static bool IsFrame(ReadOnlySpan<byte> bytes) =>
        bytes is [0xFF, var second, _, ..] && (second & 0xE0) == 0xE0 && (second & 0x06) != 0;
}
