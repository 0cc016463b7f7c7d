using System.Buffers.Binary;
using System.Text;
using MicroGenre.Signal;
using MicroGenre.Tagging.Formats;
using MicroGenre.Testing;

namespace MicroGenre.Tagging.Tests;

/// <summary>Tags beside the one that a format is known for: they count, they are kept, and they name the new genre, too.</summary>
public sealed class OtherTagTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, byte[]> FilesWithAGenreElsewhere => new()
    {
        { "Rock", [.. TagLayouts.Tone("mp3"), .. Titled(17)] },
        { "Dub", [.. TagLayouts.Tone("mp3"), .. TagLayouts.Ape(("genre", "Dub"))] },
        { "Dub", [.. Minimal.Id3(3, null), .. TagLayouts.Tone("mp3"), .. TagLayouts.Ape(("Genre", "Dub")), .. Titled(255)] },
        { "Rock", [.. TagLayouts.Tone("mp3"), .. Lyrics("LYRICSBEGININD0000200"), .. Titled(17)] },
        { "Dub", [.. TagLayouts.Tone("mp3"), .. TagLayouts.Ape(("Genre", "Dub")), .. Lyrics("LYRICSBEGININD0000200"), .. Titled(255)] },
        { "Dub", [.. Minimal.Id3(3, null), .. Minimal.Id3(4, "Dub"), .. TagLayouts.Tone("mp3")] },
        { "Dub", TagLayouts.WavOf([], TagLayouts.Info(("IGNR", "Dub"))) },
        { "Dub", TagLayouts.WavOf(TagLayouts.Info(("INAM", "A title"), ("IGNR", "Dub")), TagLayouts.Chunk("id3 ", Minimal.Id3(3, null))) },
        { "Dub", TagLayouts.WavOf([], [.. Id3Chunk(Minimal.Id3(3, null)), .. Id3Chunk(Minimal.Id3(3, "Dub"))]) },
        { "Dub", [.. Minimal.Id3(3, null), .. TagLayouts.FlacOf((4, TagLayouts.Comment("GENRE=Dub")))] },
        { "Dub", [.. Minimal.Id3(3, "Dub"), .. TagLayouts.FlacOf()] },
        { "Rock", [.. TagLayouts.FlacOf(), .. Titled(17)] },
        { "Dub", TagLayouts.FlacOf((4, TagLayouts.Comment("TITLE=A title")), (4, TagLayouts.Comment("GENRE=Dub"))) },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(FilesWithAGenreElsewhere))]
    public void A_genre_in_any_tag_counts_and_no_tag_keeps_it_when_another_is_written(string genre, byte[] file)
    {
        Assert.Equal(genre, InMemory.GenreOf(file));

        var written = InMemory.WithGenre(file, "Jazz");

        Assert.Equal("Jazz", InMemory.GenreOf(written));
        Assert.DoesNotContain("Dub", Encoding.Latin1.GetString(written), StringComparison.Ordinal);
        if (genre == "Rock")
        {
            Assert.Equal(8, written[^1]);
        }
    }

    [Theory]
    [InlineData(3, 0xFF)]
    [InlineData(4, 0xFF)]
    [InlineData(6, 0x80)]
    [InlineData(9, 0xFF)]
    public void An_ID3_header_with_a_byte_that_no_header_has_is_refused(int at, byte value)
    {
        var tag = Minimal.Id3(3, "Dub");
        tag[at] = value;

        Assert.Throws<TagFormatException>(() => Id3Tag.Parse(tag));
    }

    [Fact]
    public void A_genre_without_a_number_leaves_none_in_ID3v1() =>
        Assert.Equal(255, InMemory.WithGenre([.. TagLayouts.Tone("mp3"), .. Titled(17)], "Neo-Kyma")[^1]);

    [Fact]
    public void A_new_ID3v2_tag_takes_over_what_ID3v1_says()
    {
        var written = InMemory.WithGenre([.. TagLayouts.Tone("mp3"), .. TagLayouts.Id3v1("Öld title", 255)], "Jazz");

        var tag = Encoding.Latin1.GetString(written)[..written.AsSpan().IndexOf(TagLayouts.Tone("mp3"))];
        string[] texts =
        [
            "TIT2\0\0\0\u000a\0\0\0Öld title", "TPE1", "Old artist", "TALB", "Old album", "TYER", "1987", "TRCK\0\0\0\u0002\0\0\0" + "7",
                "COMM", "eng\0A remark", "Jazz",
        ];
        Assert.All(texts, text => Assert.Contains(text, tag, StringComparison.Ordinal));
    }

    [Fact]
    public void A_new_ID3v2_tag_takes_over_what_APE_says_before_what_ID3v1_cuts_off()
    {
        var ape = TagLayouts.Ape(("Title", "A title that is longer than thirty letters"), ("Album Artist", "演歌"));

        var old = TagLayouts.Id3v1("A title that is longer than th", 255);
        var written = InMemory.WithGenre([.. TagLayouts.Tone("mp3"), .. ape, .. old], "Jazz");

        var tag = written.AsSpan(0, written.AsSpan().IndexOf(TagLayouts.Tone("mp3")));
        Assert.True(tag.IndexOf("longer than thirty letters"u8) > 0);
        Assert.True(tag.IndexOf(Encoding.Unicode.GetBytes("演歌")) > 0);
        Assert.True(tag.IndexOf("Old artist"u8) > 0);
    }

    [Fact]
    public void A_new_chunk_takes_over_what_a_list_says_and_the_list_names_the_genre()
    {
        var list = TagLayouts.Info(("INAM", "A title"), ("IART", "Someone"), ("ISFT", "Lavf"));
        var written = InMemory.WithGenre(TagLayouts.WavOf(list, []), "Jazz");

        var chunk = written.AsSpan(written.AsSpan().IndexOf("id3 "u8));
        Assert.True(chunk.IndexOf("A title"u8) > 0 && chunk.IndexOf("Someone"u8) > 0);
        Assert.True(written.AsSpan().IndexOf("IGNR\u0005\0\0\0Jazz\0"u8) > 0);
        Assert.True(written.AsSpan().IndexOf("Lavf"u8) > 0);
    }

    [Fact]
    public void A_broadcast_WAV_gets_a_list_which_players_prefer()
    {
        var file = TagLayouts.WavOf(TagLayouts.Chunk("bext", new byte[602]), []);

        Assert.True(InMemory.WithGenre(file, "Jazz").AsSpan().IndexOf("IGNR"u8) > 0);
    }

    [Fact]
    public void A_second_tag_keeps_all_but_the_genre()
    {
        byte[] chunks = [.. Id3Chunk(Minimal.Id3(3, null, text: "First")), .. Id3Chunk(Minimal.Id3(4, "Dub", text: "Second"))];
        byte[][] files =
        [
            TagLayouts.WavOf([], chunks),
            [.. Minimal.Id3(3, null, text: "First"), .. Minimal.Id3(4, "Dub", text: "Second"), .. TagLayouts.Tone("mp3")],
            TagLayouts.FlacOf((4, TagLayouts.Comment("TITLE=First")), (4, TagLayouts.Comment("ALBUM=Second", "GENRE=Dub"))),
        ];

        Assert.All(files, file =>
        {
            var written = Encoding.Latin1.GetString(InMemory.WithGenre(file, "Jazz"));
            Assert.Contains("First", written, StringComparison.Ordinal);
            Assert.Contains("Second", written, StringComparison.Ordinal);
            Assert.DoesNotContain("Dub", written, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Frames_that_only_their_header_calls_unsynchronised_stay_so()
    {
        // Version 2.4 says it once for all frames; a picture would change if that were dropped.
        var tag = Minimal.Id3(4, null);
        tag[5] = 0x80;

        var written = InMemory.WithGenre([.. tag, .. Minimal.MpegFrames], "Jazz");

        Assert.Equal(0x80, written[5]);
        Assert.Equal("Jazz", InMemory.GenreOf(written));
    }

    [Fact]
    public void A_second_stream_behind_an_Ogg_stream_keeps_its_pages()
    {
        var file = Minimal.Kinds["opus"](null);
        var last = file.AsSpan().LastIndexOf("OggS"u8);
        byte[] page = [.. file[last..]];
        page[5] = 4;
        page.AsSpan(22, 4).Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(22), Minimal.Checksum(page));
        byte[] chain = [.. file[..last], .. page, .. file];

        var written = InMemory.WithGenre(chain, new string('x', 200_000));

        Assert.Equal(file, written[^file.Length..]);
    }

    [Theory]
    [InlineData(0u, null)]
    [InlineData(0u, 0u)]
    [InlineData(36u, 0u)]
    [InlineData(0xFFFFFFFF, 0xFFFFFFFF)]
    [InlineData(0x7FFFF024, 0x7FFFF000u)]
    [InlineData(1000u, null)]
    public void Sizes_that_were_never_written_are_true_afterwards(uint size, uint? audioSize)
    {
        var written = InMemory.WithGenre(TagLayouts.WavOf([], [], size, audioSize), "Jazz");

        Assert.Equal(written.Length - 8, BinaryPrimitives.ReadInt32LittleEndian(written.AsSpan(4)));
        Assert.Equal(8000, BinaryPrimitives.ReadInt32LittleEndian(written.AsSpan(written.AsSpan().IndexOf("data"u8) + 4)));
        Assert.True(written.AsSpan().IndexOf("id3 "u8) > written.AsSpan().IndexOf("data"u8) + 8000);
    }

    [Theory]
    [InlineData(0u, null)]
    [InlineData(0u, 0u)]
    public void A_recording_that_was_never_finished_decodes_as_before(uint size, uint? audioSize)
    {
        var path = Write("track.wav", TagLayouts.WavOf([], [], size, audioSize));
        var audio = AudioDigest.Of(path);

        TagFile.Open(path)!.Write("Jazz");

        Assert.Equal((4000, audio), (audio.Frames, AudioDigest.Of(path)));
    }

    [Fact]
    public void An_AIFF_file_without_a_size_decodes_as_before()
    {
        var path = Write("track.aiff", TagLayouts.AiffOf([], size: 0));
        var audio = AudioDigest.Of(path);

        TagFile.Open(path)!.Write("Jazz");

        Assert.Equal((4000, audio), (audio.Frames, AudioDigest.Of(path)));
        Assert.Equal(new FileInfo(path).Length - 8, BinaryPrimitives.ReadInt32BigEndian(File.ReadAllBytes(path).AsSpan(4)));
    }

    [Fact]
    public void Bytes_before_the_first_MPEG_frame_stay_there()
    {
        byte[] rest = [.. "\r\nlost by somebody\r\n"u8, .. TagLayouts.Tone("mp3")];
        var path = Write("track.mp3", [.. Minimal.Id3(3, null), .. rest]);
        var audio = AudioDigest.Of(path);

        TagFile.Open(path)!.Write("Jazz");

        Assert.Equal(audio, AudioDigest.Of(path));
        Assert.Equal(rest, File.ReadAllBytes(path)[^rest.Length..]);
    }

    [Fact]
    public void What_stands_behind_a_form_stays_there()
    {
        byte[] file = [.. TagLayouts.WavOf([], []), .. "what somebody left"u8];

        var written = InMemory.WithGenre(file, "Jazz");

        Assert.EndsWith("what somebody left", Encoding.Latin1.GetString(written), StringComparison.Ordinal);
        Assert.Equal("Jazz", InMemory.GenreOf(written));
    }

    private static byte[] Titled(byte genre) => TagLayouts.Id3v1("Old title", genre);

    private static byte[] Id3Chunk(byte[] tag) => TagLayouts.Chunk("id3 ", tag);

    private static byte[] Lyrics(string text) => Encoding.ASCII.GetBytes($"{text}{text.Length:D6}LYRICS200");

    private string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(_folder[name], bytes);
        return _folder[name];
    }
}
