using MicroGenre.Signal.Decoding;

namespace MicroGenre.Signal.Tests;

/// <summary>MP3 and Ogg Vorbis on a machine without libsndfile, libmpg123 and ffmpeg.</summary>
public sealed class ManagedDecoderTests
{
    /// <summary>How far apart the log-mel spectrograms of the two decoders may be, in dB, where the louder is not at the floor.</summary>
    private const double ToleranceInDecibels = 0.05;

    [SndFileTheory]
    [InlineData("tone.mp3")]
    [InlineData("info.mp3")]
    [InlineData("tone.ogg")]
    public void Samples_and_features_are_those_of_the_native_decoders(string name)
    {
        var file = Samples.Read(name);
        var native = Samples.Decode(file, ExternalDecoders.Installed);
        var managed = Samples.Decode(file, ExternalDecoders.None);
        Assert.Equal(native.Source, managed.Source);
        Assert.Equal(native.Samples.Length, managed.Samples.Length);
        Assert.True(Enumerable.Range(0, native.Samples.Length).Max(i => Math.Abs(native.Samples[i] - managed.Samples[i])) < 1e-3);

        var settings = new LogMelSettings { SampleRate = native.SampleRate };
        var (expected, actual) =
            (LogMelSpectrogram.Compute(native.Samples, settings), LogMelSpectrogram.Compute(managed.Samples, settings));
        var floor = Enumerable.Range(0, expected.Rows)
            .SelectMany(row => Enumerable.Range(0, expected.Frames).Select(frame => expected[row, frame])).Max() - 60;
        for (var row = 0; row < expected.Rows; row++)
        {
            for (var frame = 0; frame < expected.Frames; frame++)
            {
                if (expected[row, frame] > floor)
                {
                    Assert.Equal(expected[row, frame], actual[row, frame], ToleranceInDecibels);
                }
            }
        }
    }

    [Fact]
    public void MP3_and_Ogg_Vorbis_need_nothing_installed()
    {
        Assert.Equal(47232 / 2, Samples.Decode(Samples.ToneMp3, ExternalDecoders.None).Samples.Length);
        Assert.Equal(22050, Samples.Decode(Samples.ToneOgg, ExternalDecoders.None).Samples.Length);
    }

    [Fact]
    public void Ogg_whose_damaged_pages_are_repeated_ends_in_an_error_and_not_in_a_loop()
    {
        Assert.Throws<AudioFormatException>(() => Samples.Decode(Samples.Read("repeated-pages.ogg"), ExternalDecoders.None));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Ogg_comments_that_claim_more_than_their_packet_holds_are_refused(bool number)
    {
        var file = (byte[])Samples.ToneOgg.Clone();
        var bytes = new ByteWindow(new MemoryStream(file));
        var second = OggPages.PageLength(bytes, 0);
        var packet = file.AsSpan(second).IndexOf("\x03vorbis"u8);
        var vendor = BitConverter.ToInt32(file, second + packet + 7);
        AudioFiles.UInt32(0x7FFF_FFF0).CopyTo(file, second + packet + (number ? 11 + vendor : 7));
        AssertHeadersRefused(file, second);
    }

    [Theory]
    [InlineData(0xFF)]
    [InlineData(0xE8)]
    [InlineData(0x55)]
    [InlineData(0x8B)]
    public void Ogg_Vorbis_with_block_sizes_that_do_not_exist_is_refused(byte sizes)
    {
        var file = (byte[])Samples.ToneOgg.Clone();
        file[file.AsSpan().IndexOf("\x01vorbis"u8) + 28] = sizes;
        AssertHeadersRefused(file, 0);
    }

    [Fact]
    public void Ogg_pages_whose_position_is_further_than_their_bytes_can_last_are_refused()
    {
        var file = (byte[])Samples.ToneOgg.Clone();
        var last = file.AsSpan().LastIndexOf("OggS"u8);
        AudioFiles.UInt32(0xFF80_FFFF).CopyTo(file, last + 6);
        AssertHeadersRefused(file, last);
    }

    [Fact]
    public void The_managed_decoder_is_chosen_only_where_the_native_ones_are_missing()
    {
        using var managed = AudioDecoder.Open(new MemoryStream(Samples.ToneMp3), ExternalDecoders.None);
        Assert.IsType<ManagedSource>(managed);
        if (ExternalDecoders.Installed.Mpg123 is not null)
        {
            using var native = AudioDecoder.Open(new MemoryStream(Samples.ToneMp3), ExternalDecoders.Installed);
            Assert.IsType<Mpg123Source>(native);
        }
    }

    [Fact]
    public void FLAC_without_a_decoder_says_what_to_install_on_this_system()
    {
        var message = Assert.Throws<AudioFormatException>(() => Samples.Decode(Samples.ChirpFlac, ExternalDecoders.None)).Message;
        Assert.Contains("FLAC", message, StringComparison.Ordinal);
        Assert.Contains(OperatingSystem.IsWindows() ? "winget install" : OperatingSystem.IsMacOS() ? "brew install" : "apt install",
            message, StringComparison.Ordinal);
    }

    private static void AssertHeadersRefused(byte[] file, int changedPage)
    {
        var bytes = new ByteWindow(new MemoryStream(file));
        AudioFiles.UInt32(OggPages.ChecksumOf(bytes, changedPage, OggPages.PageLength(bytes, changedPage)))
            .CopyTo(file, changedPage + OggPages.ChecksumOffset);
        Assert.Contains("headers", Assert.Throws<AudioFormatException>(() => Samples.Decode(file, ExternalDecoders.None)).Message,
            StringComparison.Ordinal);
    }
}
