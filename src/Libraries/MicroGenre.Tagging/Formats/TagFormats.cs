namespace MicroGenre.Tagging.Formats;

/// <summary>Tells the kind of a file by its first bytes.</summary>
internal static class TagFormats
{
    private const int Longest = 36;

    /// <summary>How the file holds its genre; <see langword="null"/> when it is of no known kind.</summary>
    public static ITagFormat? Detect(Stream file)
    {
        file.Position = 0;
        var bytes = new byte[Longest];
        ReadOnlySpan<byte> head = bytes.AsSpan(0, file.ReadAtLeast(bytes, Longest, throwOnEndOfStream: false));
        return head switch
        {
            _ when head.StartsWith("fLaC"u8) => new FlacFormat(),
            _ when head.StartsWith("OggS"u8) => OggFormat.Of(head),
            _ when head.StartsWith("RIFF"u8) && Is(head, 8, "WAVE"u8) => ChunkFormat.Wav,
            _ when head.StartsWith("FORM"u8) && (Is(head, 8, "AIFF"u8) || Is(head, 8, "AIFC"u8)) => ChunkFormat.Aiff,
            _ when Is(head, 4, "ftyp"u8) => new Mp4Format(),
            _ when IsMpegAudio(file, head) => new Mp3Format(),
            _ => null,
        };
    }

    private static bool Is(ReadOnlySpan<byte> head, int at, ReadOnlySpan<byte> mark) => head.Length >= at + mark.Length && head.Slice(at, mark.Length).SequenceEqual(mark);

    /// <summary>Whether an MPEG frame stands at the beginning, or after an ID3 tag and zeros.</summary>
    private static bool IsMpegAudio(Stream file, ReadOnlySpan<byte> head)
    {
        if (!head.StartsWith("ID3"u8))
        {
            return IsFrame(head);
        }

        if (head.Length < Id3Tag.HeaderLength)
        {
            return false;
        }

        file.Position = Math.Min(file.Length, Id3Tag.LengthOf(head));
        var next = new byte[64 * 1024];
        var read = file.ReadAtLeast(next, next.Length, throwOnEndOfStream: false);
        var frame = next.AsSpan(0, read).IndexOfAnyExcept((byte)0);
        return frame >= 0 && IsFrame(next.AsSpan(frame, read - frame));
    }

    // Eleven ones, then a layer that is none of the reserved: 00 is AAC's.
    private static bool IsFrame(ReadOnlySpan<byte> bytes) => bytes is [0xFF, var second, _, ..] && (second & 0xE0) == 0xE0 && (second & 0x06) != 0;
}
