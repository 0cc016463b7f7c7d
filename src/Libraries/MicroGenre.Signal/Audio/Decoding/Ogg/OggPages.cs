namespace MicroGenre.Signal.Decoding;

/// <summary>Where the whole pages of an Ogg file are (RFC 3533), whatever lies before, between and behind them.</summary>
/// <param name="Parts">The pages' bytes.</param>
/// <param name="SkippedBytes">How many bytes lie between them, or belong to a page that is cut off; tags do not count.</param>
internal sealed record OggPages(IReadOnlyList<ByteRange> Parts, long SkippedBytes)
{
    private const int HeaderBytes = 27;
    private const int MostSegments = 255;

    public static OggPages Find(ByteWindow bytes)
    {
        var parts = new ByteRanges();
        var skipped = 0L;
        var end = AudioTags.StartOfTrailing(bytes);
        for (var at = 0L; at < end;)
        {
            if (PageLength(bytes.At(at, HeaderBytes + MostSegments)) is > 0 and var length && length <= end - at)
            {
                parts.Add(at, length);
                at += length;
                continue;
            }

            var next = bytes.IndexOfAny((byte)'O', (byte)'O', at + 1, end);
            skipped += next - at;
            at = next;
        }

        return new OggPages(parts.List, skipped);
    }

    /// <summary>How long the page is that starts here; 0 where none does.</summary>
    private static int PageLength(ReadOnlySpan<byte> header)
    {
        if (header.Length < HeaderBytes || !header.StartsWith("OggS"u8) || header[4] != 0 || header[5] > 7)
        {
            return 0;
        }

        int segments = header[HeaderBytes - 1];
        if (header.Length < HeaderBytes + segments)
        {
            return 0;
        }

        var length = HeaderBytes + segments;
        foreach (var lacing in header.Slice(HeaderBytes, segments))
        {
            length += lacing;
        }

        return length;
    }
}
