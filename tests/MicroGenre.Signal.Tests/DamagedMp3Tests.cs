using System.Text;
using MicroGenre.Signal.Decoding;

namespace MicroGenre.Signal.Tests;

/// <summary>
/// MP3 files with other bytes before, between and behind their frames, decoded by the machine's libraries and by the managed decoder.
/// </summary>
public sealed class DamagedMp3Tests
{
    private const int FrameBytes = 209;
    private static readonly byte[] Tone = Samples.ToneMp3;

    public static TheoryData<string, byte[]> Junk => new()
    {
        { "one zero", new byte[1] },
        { "417 zeros", new byte[417] },
        { "70,000 zeros", new byte[70_000] },
        { "an empty line", "\r\n"u8.ToArray() },
        { "a stream's header", "ICY 200 OK\r\nicy-name: Radio\r\nContent-Type: audio/mpeg\r\n\r\n"u8.ToArray() },
        { "a page", Encoding.ASCII.GetBytes($"<html><body>{string.Concat(Enumerable.Repeat("<p>I take TAGs.</p>", 200))}</body></html>") },
        { "the end of a frame", Tone[100..FrameBytes] },
        { "bytes of 255", Enumerable.Repeat((byte)0xFF, 5000).ToArray() },
        { "noise", Noise(20_000) },
    };

    public static TheoryData<string, byte[]> Tags => new()
    {
        { "ID3v1", Id3v1() },
        { "Lyrics3", [.. "LYRICSBEGIN"u8, .. Encoding.ASCII.GetBytes(new string('a', 3000)), .. "LYRICSEND"u8, .. Id3v1()] },
        { "Lyrics3 v2", [.. "LYRICSBEGINLYR02000"u8, .. new byte[1981], .. "002000LYRICS200"u8, .. Id3v1()] },
        { "APEv2 with a picture", Ape(Noise(20_000), hasHeader: true) },
        { "APEv2 without a header, and ID3v1", [.. Ape(Noise(2000), hasHeader: false), .. Id3v1()] },
        { "ID3v2 at the end", [.. "ID3"u8, 4, 0, 0x10, 0, 0, 2, 0, .. new byte[256], .. "3DI"u8, 4, 0, 0x10, 0, 0, 2, 0] },
    };

    private static ExternalDecoders[] Decoders => [ExternalDecoders.Installed, ExternalDecoders.None];

    [Theory]
    [MemberData(nameof(Junk))]
    public void Bytes_before_the_first_frame_are_skipped_and_counted(string name, byte[] junk)
    {
        Assert.NotEmpty(name);
        foreach (var decoders in Decoders)
        {
            AssertSame(Tone, [.. junk, .. Tone], decoders, new AudioDamage(junk.Length, 0));
        }
    }

    [Theory]
    [MemberData(nameof(Junk))]
    public void Bytes_behind_the_last_frame_are_skipped_and_counted(string name, byte[] junk)
    {
        Assert.NotEmpty(name);
        foreach (var decoders in Decoders)
        {
            AssertSame(Tone, [.. Tone, .. junk], decoders, new AudioDamage(junk.Length, 0));
        }
    }

    [Theory]
    [MemberData(nameof(Tags))]
    public void Tags_behind_the_last_frame_are_no_damage_and_no_part_of_the_length(string name, byte[] tag)
    {
        Assert.NotEmpty(name);
        foreach (var decoders in Decoders)
        {
            AssertSame(Tone, [.. Tone, .. tag], decoders, damage: null);
            AssertSame(Samples.InfoMp3, [.. Samples.InfoMp3, .. tag], decoders, damage: null);
        }
    }

    [Theory]
    [MemberData(nameof(Junk))]
    public void Bytes_between_frames_are_skipped_and_counted(string name, byte[] junk)
    {
        Assert.NotEmpty(name);
        var at = 20 * Tone.Length / 41;
        foreach (var decoders in Decoders)
        {
            var clip = Samples.Decode([.. Tone[..at], .. junk, .. Tone[at..]], decoders);

            // The frame that the bytes were put into may be lost, and no other.
            Assert.InRange(clip.Samples.Length, Samples.Decode(Tone, decoders).Samples.Length - 1152,
                Samples.Decode(Tone, decoders).Samples.Length);
            Assert.InRange(clip.Damage!.SkippedBytes, Math.Max(1, junk.Length - FrameBytes), junk.Length + FrameBytes);
        }
    }

    [Fact]
    public void Frames_that_are_overwritten_are_lost_and_no_others()
    {
        var file = (byte[])Tone.Clone();
        file.AsSpan(10 * FrameBytes, 10 * FrameBytes).Clear();
        foreach (var decoders in Decoders)
        {
            var clip = Samples.Decode(file, decoders);
            Assert.InRange(clip.Samples.Length, 30 * 576, 32 * 576);
            Assert.InRange(clip.Damage!.SecondsLost, 0.2, 0.3);
            Assert.True(clip.Damage.IsPartial);
        }
    }

    [Fact]
    public void A_file_that_is_shorter_than_its_own_information_says_so()
    {
        foreach (var decoders in Decoders)
        {
            var clip = Samples.Decode(Samples.InfoMp3[..(Samples.InfoMp3.Length / 2)], decoders);
            Assert.InRange(clip.Damage!.SecondsLost, 0.95, 1.1);
            Assert.Equal(clip.Duration, clip.Source.Duration);
        }
    }

    [Fact]
    public void Tracks_one_behind_the_other_with_their_tags_are_read_as_one()
    {
        byte[] id3v2 = [.. "ID3"u8, 3, 0, 0, 0, 0, 0, 50, .. new byte[50]];
        foreach (var decoders in Decoders)
        {
            var clip = Samples.Decode([.. id3v2, .. Tone, .. Id3v1(), .. id3v2, .. Tone, .. Id3v1()], decoders);
            Assert.Equal(2 * Samples.Decode(Tone, decoders).Samples.Length, clip.Samples.Length);
            Assert.Null(clip.Damage);
        }
    }

    [Fact]
    public void Information_of_the_first_of_several_tracks_does_not_end_the_audio_with_it()
    {
        foreach (var decoders in Decoders)
        {
            var one = Samples.Decode(Samples.InfoMp3, decoders).Samples.Length;
            Assert.InRange(Samples.Decode([.. Samples.InfoMp3, .. Samples.InfoMp3], decoders).Samples.Length, 2 * one,
                (2 * one) + (4 * 1152));
        }
    }

    [Fact]
    public void A_file_of_tags_alone_says_that_it_holds_no_audio()
    {
        byte[] file = [.. "ID3"u8, 3, 0, 0, 0, 0, 0, 50, .. new byte[50]];
        Assert.Equal("It holds no audio, only tags.", Assert.Throws<AudioFormatException>(() => AudioFile.Read(file)).Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Noise_is_no_MP3(int seed)
    {
        Assert.Contains("no known format", Assert.Throws<AudioFormatException>(() => AudioFile.Read(Noise(3_000_000, seed))).Message,
            StringComparison.Ordinal);
    }

    private static void AssertSame(byte[] clean, byte[] file, ExternalDecoders decoders, AudioDamage? damage)
    {
        var expected = Samples.Decode(clean, decoders);
        var clip = Samples.Decode(file, decoders);
        Assert.True(expected.Samples.AsSpan().SequenceEqual(clip.Samples), $"{expected.Samples.Length} and {clip.Samples.Length} samples");
        Assert.Equal(expected.Source, clip.Source);
        Assert.Equal(expected.Duration, clip.Source.Duration);
        Assert.Equal(damage, clip.Damage);
    }

    private static byte[] Id3v1() => [.. "TAG"u8, .. new byte[125]];

    private static byte[] Ape(byte[] items, bool hasHeader)
    {
        byte[] Mark(uint flags) =>
            [.. "APETAGEX"u8, .. AudioFiles.UInt32(2000), .. AudioFiles.UInt32((uint)items.Length + 32), .. AudioFiles.UInt32(1),
                .. AudioFiles.UInt32(flags), .. new byte[8]];
        return hasHeader ? [.. Mark(0xA000_0000), .. items, .. Mark(0x8000_0000)] : [.. items, .. Mark(0)];
    }

    private static byte[] Noise(int bytes, int seed = 5)
    {
        var noise = new byte[bytes];
        new Random(seed).NextBytes(noise);
        return noise;
    }
}
