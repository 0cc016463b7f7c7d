using System.Buffers.Binary;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MicroGenre.Tagging.Formats;

namespace MicroGenre.Tagging.Tests;

public class GenreTests
{
    public static TheoryData<string> Kinds => [.. Minimal.Kinds.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_genre_that_is_there_is_read(string kind)
    {
        Assert.Equal("Trip-Hop", InMemory.GenreOf(Minimal.Kinds[kind]("Trip-Hop")));
        Assert.Null(InMemory.GenreOf(Minimal.Kinds[kind](null)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_genre_is_written_and_read_back_whatever_was_there_before(string kind)
    {
        foreach (var before in new[] { null, "Trip-Hop" })
        {
            foreach (var genre in new[] { "Jazz", "Drum & Bass", "演歌", new string('x', 100_000) })
            {
                Assert.Equal(genre, InMemory.GenreOf(InMemory.WithGenre(Minimal.Kinds[kind](before), genre)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Audio_titles_and_pictures_stay_as_they_are(string kind)
    {
        foreach (var before in new[] { null, "Trip-Hop" })
        {
            var original = Minimal.Kinds[kind](before);

            var written = InMemory.WithGenre(original, "Jazz");

            Assert.DoesNotContain("Trip-Hop", Encoding.Latin1.GetString(written), StringComparison.Ordinal);
            if (kind is not ("vorbis" or "opus"))
            {
                Assert.True(written.AsSpan().IndexOf(Minimal.Audio.AsSpan(1)) > 0, "the audio is there");
                Assert.Equal(original.AsSpan().IndexOf(Minimal.Picture) > 0, written.AsSpan().IndexOf(Minimal.Picture) > 0);
            }

            var isLatin = kind.StartsWith("mp3", StringComparison.Ordinal) || kind is "wav" or "aiff";
            var title = (isLatin ? Encoding.Latin1 : Encoding.UTF8).GetBytes(Minimal.Title);
            Assert.True((kind is "flac" && before is null) || written.AsSpan().IndexOf(title) > 0, "the title is there");
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Writing_what_was_there_again_gives_back_what_is_not_the_genre(string kind)
    {
        var once = InMemory.WithGenre(Minimal.Kinds[kind]("Jazz"), "Jazz");

        var again = InMemory.WithGenre(InMemory.WithGenre(once, "A longer genre than that"), "Jazz");

        Assert.True(again.Length - once.Length is >= 0 and <= 2048, $"{once.Length} bytes, then {again.Length}");
    }

    [Fact]
    public void An_mp4_file_in_fragments_is_read_and_not_written()
    {
        var bytes = Minimal.Kinds["mp4"]("Trip-Hop");
        "mvex"u8.CopyTo(bytes.AsSpan(bytes.AsSpan().IndexOf("free"u8)));

        Assert.Equal("Trip-Hop", InMemory.GenreOf(bytes));
        Assert.Equal("it is an MP4 file in fragments", new Mp4Format().ObstacleIn(new MemoryStream(bytes)));
    }

    [Theory]
    [InlineData("mp4")]
    [InlineData("mp4-index-last")]
    public void An_index_of_an_MP4_file_names_the_places_where_the_audio_is_now(string kind)
    {
        var bytes = InMemory.WithGenre(Minimal.Kinds[kind](null), new string('x', 5000));

        var audio = bytes.AsSpan().IndexOf(Minimal.Audio);
        var table = bytes.AsSpan(bytes.AsSpan().IndexOf("stco"u8) + 12);
        Assert.Equal(audio, BinaryPrimitives.ReadInt32BigEndian(table));
        Assert.Equal(audio + 2000, BinaryPrimitives.ReadInt32BigEndian(table[4..]));
        Assert.Equal(audio + 1000, BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(bytes.AsSpan().IndexOf("co64"u8) + 12)));
    }

    [Theory]
    [InlineData("vorbis")]
    [InlineData("opus")]
    public void The_pages_of_an_Ogg_file_count_on_have_right_checksums_and_hold_the_same_audio(string kind)
    {
        var pages = Pages(InMemory.WithGenre(Minimal.Kinds[kind](null), new string('x', 200_000)));

        Assert.Equal(
            Enumerable.Range(0, pages.Count).Select(i => (uint)i),
            pages.Select(page => BinaryPrimitives.ReadUInt32LittleEndian(page.AsSpan(18))));
        Assert.All(pages, page =>
        {
            var sum = BinaryPrimitives.ReadUInt32LittleEndian(page.AsSpan(22));
            page.AsSpan(22, 4).Clear();
            Assert.Equal(Minimal.Checksum(page), sum);
        });
        var audio = pages
            .Where(page => BinaryPrimitives.ReadInt64LittleEndian(page.AsSpan(6)) > 0)
            .SelectMany(page => page[(27 + page[26])..]);
        Assert.Equal(Minimal.Audio, audio);
    }

    [Fact]
    public void An_MP3_file_without_a_tag_gets_one()
    {
        var written = InMemory.WithGenre(Minimal.MpegFrames, "Jazz");

        Assert.Equal("Jazz", InMemory.GenreOf(written));
        Assert.Equal(Minimal.MpegFrames, written[^Minimal.MpegFrames.Length..]);
    }

    [Fact]
    public void What_is_no_file_with_tags_is_of_no_format()
    {
        byte[][] others =
        [
            [],
            "ID3"u8.ToArray(),
            "just text, of no kind that has tags"u8.ToArray(),
            [.. Minimal.Id3(3, null), .. "and text"u8, .. new byte[100]],
        ];

        Assert.All(others, bytes => Assert.Null(TagFormats.Detect(new MemoryStream(bytes))));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_broken_file_is_written_in_full_or_told_of(string kind)
    {
        var original = Minimal.Kinds[kind]("Trip-Hop");
        var head = Math.Min(original.Length, 300);
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var bytes = random.Next(3) == 0 ? original[..random.Next(original.Length)] : [.. original];
            for (var hits = random.Next(1, 4); hits > 0 && bytes.Length > 0; hits--)
            {
                bytes[random.Next(Math.Min(bytes.Length, random.Next(2) == 0 ? head : bytes.Length))] = (byte)random.Next(256);
            }

            try
            {
                if (TagFormats.Detect(new MemoryStream(bytes)) is not null)
                {
                    InMemory.WithGenre(bytes, "Jazz");
                }
            }
            catch (Exception exception) when (exception is TagFormatException or EndOfStreamException)
            {
                // That is what such a file deserves.
            }
        }).QuickCheckThrowOnFailure();
    }

    private static List<byte[]> Pages(byte[] file)
    {
        var pages = new List<byte[]>();
        for (var at = 0; at < file.Length;)
        {
            var length = 27 + file[at + 26] + file.AsSpan(at + 27, file[at + 26]).ToArray().Sum(lace => lace);
            pages.Add(file[at..(at + length)]);
            at += length;
        }

        return pages;
    }
}
