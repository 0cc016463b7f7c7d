namespace MicroGenre.Tagging.Formats;

/// <summary>Ogg (RFC 3533) with Vorbis or Opus: the second packet is a Vorbis comment.</summary>
/// <param name="mark">The signature of the comment packet.</param>
/// <param name="headers">Number of packets before the audio, without the first one.</param>
internal sealed class OggFormat(byte[] mark, int headers) : ITagFormat
{
    private const int FirstPacket = 28;

    public string Name => "Vorbis comment";

    /// <summary>Detects the codec from the start of a file; <see langword="null"/> for other codecs in Ogg.</summary>
    public static OggFormat? Of(ReadOnlySpan<byte> head) =>
        head.Length <= FirstPacket ? null
        : head[FirstPacket..].StartsWith("\u0001vorbis"u8) ? new OggFormat("\u0003vorbis"u8.ToArray(), 2)
        : head[FirstPacket..].StartsWith("OpusHead"u8) ? new OggFormat("OpusTags"u8.ToArray(), 1)
        : null;

    public IReadOnlyList<string> ReadGenres(Stream file) => CommentOf(Read(file).Packets[0]).Genres;

    public IEnumerable<TextFrame> ReadTexts(Stream file) => CommentOf(Read(file).Packets[0]).Frames;

    public void Write(Stream source, Stream target, IReadOnlyList<string> genres)
    {
        var (first, packets, oldPages) = Read(source);
        packets[0] = [.. mark, .. CommentOf(packets[0]).With(genres)];
        var pages = OggPage.Of(packets, first.Serial, sequence: 1);

        first.WriteTo(target);
        pages.ForEach(page => page.WriteTo(target));
        var shift = pages.Count - oldPages;
        var goesOn = shift != 0;
        while (goesOn && OggPage.Read(source) is { } page)
        {
            // Only the changed stream gets new page numbers; another stream with the same serial number may follow it.
            (page.Serial == first.Serial ? page with { Sequence = (uint)(page.Sequence + shift) } : page).WriteTo(target);
            goesOn = page.Serial != first.Serial || !page.IsLast;
        }

        source.CopyRange(target, source.Position, source.Length);
    }

    private VorbisComment CommentOf(byte[] packet) =>
        packet.AsSpan().StartsWith(mark)
            ? VorbisComment.Parse(packet.AsSpan(mark.Length))
            : throw new TagFormatException("Its second packet is not the comment.");

    /// <summary>Reads the pages before the audio.</summary>
    /// <returns>The first page, the packets after it, and the number of pages that they fill.</returns>
    private (OggPage First, List<byte[]> Packets, int Pages) Read(Stream file)
    {
        file.Position = 0;
        var first = OggPage.Read(file) ?? throw new EndOfStreamException();
        var packets = new List<byte[]>();
        var packet = new List<byte>();
        for (var pages = 1; ; pages++)
        {
            var page = OggPage.Read(file) ?? throw new EndOfStreamException();
            if (page.Serial != first.Serial)
            {
                throw new TagFormatException("It contains several multiplexed streams.");
            }

            var at = 0;
            foreach (var lace in page.Laces)
            {
                if (packets.Count == headers)
                {
                    throw new TagFormatException("Its audio does not begin on a page of its own.");
                }

                packet.AddRange(page.Content.AsSpan(at, lace));
                at += lace;
                if (lace < byte.MaxValue)
                {
                    packets.Add([.. packet]);
                    packet.Clear();
                }
            }

            if (packets.Count == headers)
            {
                return (first, packets, pages);
            }
        }
    }
}
