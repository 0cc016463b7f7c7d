using System.Text;
using MicroGenre.Testing;
using NAudio.Wave;

namespace MicroGenre.Signal.Tests;

/// <summary>The formats that need no other decoder.</summary>
public sealed class PcmDecodingTests
{
    private const int Rate = AudioFile.DefaultSampleRate;
    private static readonly float[] Expected = [0, 0.5f, -0.5f, 0.25f, -1f, 0.125f];

    public static TheoryData<string, byte[]> Files
    {
        get
        {
            var sixteen = Scaled(16);
            var data = new TheoryData<string, byte[]>
            {
                { "pcm_u8", AudioFiles.Wav(1, 1, Rate, 8, [.. Scaled(8).Select(value => (byte)(value + 128))]) },
                { "pcm_s16le", AudioFiles.Wav(1, 1, Rate, 16, AudioFiles.Integers(sixteen, 2)) },
                { "pcm_s24le", AudioFiles.Wav(1, 1, Rate, 24, AudioFiles.Integers(Scaled(24), 3)) },
                { "pcm_s32le", AudioFiles.Wav(1, 1, Rate, 32, AudioFiles.Integers(Scaled(32), 4)) },
                { "pcm_f32le", AudioFiles.Wav(3, 1, Rate, 32, AudioFiles.Singles(Expected)) },
                { "pcm_f64le", AudioFiles.Wav(3, 1, Rate, 64, AudioFiles.Doubles(Expected.Select(value => (double)value))) },
                // Extensible, 20 valid bits in three bytes.
                {
                    "pcm_s24le", AudioFiles.Wav(
                        "RIFF", null, AudioFiles.Chunk("fmt ", AudioFiles.WavExtensible(1, 1, Rate, 20, 24)),
                            AudioFiles.Chunk("data", AudioFiles.Integers(Scaled(24), 3)))
                },
                // Big-endian.
                {
                    "pcm_s16be", AudioFiles.Wav(
                        "RIFX", null,
                        AudioFiles.Chunk("fmt ", AudioFiles.WavFormat(1, 1, Rate, 16, bigEndian: true), bigEndian: true),
                        AudioFiles.Chunk("data", AudioFiles.Integers(sixteen, 2, bigEndian: true), bigEndian: true))
                },
                // 64-bit sizes.
                {
                    "pcm_s16le", AudioFiles.Wav(
                        "RF64", uint.MaxValue,
                        AudioFiles.Chunk(
                            "ds64", [.. AudioFiles.Doubles([0]), .. AudioFiles.UInt32(12), .. AudioFiles.UInt32(0), .. new byte[12]]),
                        AudioFiles.Chunk("fmt ", AudioFiles.WavFormat(1, 1, Rate, 16)),
                        AudioFiles.Chunk("data", AudioFiles.Integers(sixteen, 2), size: uint.MaxValue))
                },
                // Chunks of odd length before the samples, junk after them, and a size that claims more than there is.
                {
                    "pcm_s16le",
                    [
                        .. AudioFiles.Wav(
                            "RIFF", 7, AudioFiles.Chunk("JUNK", new byte[13]),
                                AudioFiles.Chunk("fmt ", [.. AudioFiles.WavFormat(1, 1, Rate, 16), 0, 0]),
                            AudioFiles.Chunk("LIST", new byte[5]), AudioFiles.Chunk("data", AudioFiles.Integers(sixteen, 2))),
                        .. "trailing junk"u8,
                    ]
                },
                // Sizes never filled in, as a pipe leaves them.
                {
                    "pcm_s16le", AudioFiles.Wav(
                        "RIFF", 0, AudioFiles.Chunk("fmt ", AudioFiles.WavFormat(1, 1, Rate, 16)),
                            AudioFiles.Chunk("data", AudioFiles.Integers(sixteen, 2), size: 0))
                },
                { "pcm_s8", AudioFiles.Au(2, 1, Rate, AudioFiles.Integers(Scaled(8), 1)) },
                { "pcm_s16be", AudioFiles.Au(3, 1, Rate, AudioFiles.Integers(sixteen, 2, bigEndian: true)) },
                { "pcm_s16le", AudioFiles.Au(3, 1, Rate, AudioFiles.Integers(sixteen, 2), bigEndian: false) },
                { "pcm_s24be", AudioFiles.Au(4, 1, Rate, AudioFiles.Integers(Scaled(24), 3, bigEndian: true)) },
                { "pcm_s32be", AudioFiles.Au(
                    5, 1, Rate, AudioFiles.Integers(Scaled(32), 4, bigEndian: true), size: uint.MaxValue, remark: new byte[100]) },
                { "pcm_f32be", AudioFiles.Au(6, 1, Rate, AudioFiles.Singles(Expected, bigEndian: true)) },
                { "pcm_f64be", AudioFiles.Au(7, 1, Rate, AudioFiles.Doubles(Expected.Select(value => (double)value), bigEndian: true)) },
                { "pcm_s8", AudioFiles.Aiff(null, 1, Rate, 8, AudioFiles.Integers(Scaled(8), 1)) },
                { "pcm_s16be", AudioFiles.Aiff(null, 1, Rate, 16, AudioFiles.Integers(sixteen, 2, bigEndian: true)) },
                { "pcm_s16be",
                    AudioFiles.Aiff(null, 1, Rate, 12, AudioFiles.Integers(sixteen, 2, bigEndian: true), soundFirst: true, offset: 6) },
                { "pcm_s24be", AudioFiles.Aiff("NONE", 1, Rate, 24, AudioFiles.Integers(Scaled(24), 3, bigEndian: true)) },
                { "pcm_s32be", AudioFiles.Aiff("in32", 1, Rate, 32, AudioFiles.Integers(Scaled(32), 4, bigEndian: true)) },
                { "pcm_s16le", AudioFiles.Aiff("sowt", 1, Rate, 16, AudioFiles.Integers(sixteen, 2)) },
                { "pcm_f32be", AudioFiles.Aiff("fl32", 1, Rate, 32, AudioFiles.Singles(Expected, bigEndian: true)) },
                { "pcm_f64be",
                    AudioFiles.Aiff("fl64", 1, Rate, 64, AudioFiles.Doubles(Expected.Select(value => (double)value), bigEndian: true)) },
                { "pcm_u8", AudioFiles.Aiff("raw ", 1, Rate, 8, [.. Scaled(8).Select(value => (byte)(value + 128))]) },
            };
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Samples_are_decoded_exactly(string codec, byte[] file)
    {
        var clip = AudioFile.Read(file);

        Assert.Equal(Expected, clip.Samples);
        Assert.Equal((codec, Rate, 1), (clip.Source.Codec, clip.Source.SampleRate, clip.Source.Channels));
        Assert.False(clip.Resampled);
        Assert.Equal(TimeSpan.FromSeconds((double)Expected.Length / Rate), clip.Source.Duration);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_stream_that_cannot_seek_gives_the_same(string codec, byte[] file)
    {
        using var stream = new ForwardOnlyStream(file);
        var clip = AudioFile.Read(stream);
        Assert.Equal(Expected, clip.Samples);
        Assert.Equal(codec, clip.Source.Codec);
    }

    [Fact]
    public void Companded_samples_follow_G711()
    {
        // The values that ITU-T G.711 gives for a few codes.
        var muLaw = AudioFile.Read(AudioFiles.Au(1, 1, 22050, [0xFF, 0x7F, 0x80, 0x00, 0xF0, 0x8F])).Samples;
        Assert.Equal([0, 0, 32124, -32124, 120, 16764], muLaw.Select(sample => (int)(sample * 32768)));
        var aLaw = AudioFile.Read(AudioFiles.Au(27, 1, 22050, [0xD5, 0x55, 0xAA, 0x2A, 0x80, 0x00])).Samples;
        Assert.Equal([8, -8, 32256, -32256, 5504, -5504], aLaw.Select(sample => (int)(sample * 32768)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_sixteen_bit_value_is_decoded_exactly(bool bigEndian)
    {
        var values = Enumerable.Range(short.MinValue, 65536).Append(12345).ToArray();
        var clip = AudioFile.Read(AudioFiles.Au(3, 1, Rate, AudioFiles.Integers(values, 2, bigEndian), bigEndian));
        Assert.Equal(values.Select(value => value / 32768f), clip.Samples);
    }

    [Theory]
    [InlineData(".sd\0", true)]
    [InlineData("\0ds.", false)]
    public void DECs_form_of_AU_is_read(string magic, bool bigEndian)
    {
        var file = AudioFiles.Au(3, 1, Rate, AudioFiles.Integers([1, -2, 300], 2, bigEndian), bigEndian);
        Encoding.ASCII.GetBytes(magic).CopyTo(file, 0);
        Assert.Equal([1 / 32768f, -2 / 32768f, 300 / 32768f], AudioFile.Read(file).Samples);
    }

    [Fact]
    public void Channels_are_averaged()
    {
        var clip = AudioFile.Read(AudioFiles.Wav(3, 3, Rate, 32, AudioFiles.Singles([0.3f, 0.6f, 0.9f, -0.3f, 0, 0.3f])));
        Assert.Equal(2, clip.Samples.Length);
        Assert.Equal(0.6, clip.Samples[0], 1e-6);
        Assert.Equal(0, clip.Samples[1], 1e-6);
        Assert.Equal(3, clip.Source.Channels);
    }

    [Fact]
    public void Telephone_audio_is_resampled_and_says_so()
    {
        var clip = AudioFile.Read(AudioFiles.Au(1, 1, 8000, new byte[8000]));
        Assert.Equal((22050, true, 8000), (clip.Samples.Length, clip.Resampled, clip.Source.SampleRate));
    }

    [Fact]
    public void NAudio_writes_what_is_read()
    {
        using var folder = new TemporaryFolder();
        var samples = Enumerable.Range(0, 3000).Select(i => (float)Math.Sin(i * 0.01)).ToArray();
        using (var writer = new WaveFileWriter(folder["tone.wav"], WaveFormat.CreateIeeeFloatWaveFormat(Rate, 1)))
        {
            writer.WriteSamples(samples, 0, samples.Length);
        }

        Assert.Equal(samples, AudioFile.Read(folder["tone.wav"]).Samples);
    }

    [Fact]
    public void What_is_wrong_is_said_with_its_place()
    {
        var wav = AudioFiles.Wav(1, 1, Rate, 16, new byte[8]);
        AssertError("is empty", 0, []);
        AssertError("no known format", 0, "neither audio nor anything else"u8.ToArray());
        AssertError("ends inside the 'fmt ' chunk", 28, wav[..30]);
        AssertError("no 'data' chunk", 36, wav[..36]);
        AssertError("holds no samples", 44, wav[..44]);
        AssertError("0 channels", 20, AudioFiles.Wav(1, 0, Rate, 16, new byte[8]));
        AssertError("sample rate of 3 Hz", 20, AudioFiles.Wav(1, 1, 3, 16, new byte[8]));
        AssertError("before any 'fmt '", 12, AudioFiles.Wav("RIFF", null, AudioFiles.Chunk("data", new byte[4])));
        AssertError("no 'COMM' chunk", 12, AudioFiles.Chunk("FORM", "AIFF"u8.ToArray(), bigEndian: true));
        AssertError("samples start at byte 4", 4, [.. ".snd"u8, .. AudioFiles.UInt32(4, true), .. new byte[20]]);
    }

    [Theory]
    [InlineData(1, 16, 4)]
    [InlineData(1, 16, 16)]
    [InlineData(2, 16, 2)]
    [InlineData(1, 8, 2)]
    [InlineData(1, 24, 2)]
    [InlineData(2, 32, 4)]
    [InlineData(1, 16, 0)]
    [InlineData(1, 16, 3)]
    public void Where_block_align_and_bits_contradict_each_other_the_bits_count(int channels, int bits, int blockAlign)
    {
        var samples = new byte[channels * bits / 8 * 30];
        new Random(3).NextBytes(samples);
        byte[] File(int? align) => AudioFiles.Wav(
            "RIFF", null, AudioFiles.Chunk("fmt ", AudioFiles.WavFormat(1, channels, Rate, bits, blockAlign: align)),
                AudioFiles.Chunk("data", samples));
        Assert.Equal(AudioFile.Read(File(null)).Samples, AudioFile.Read(File(blockAlign)).Samples);
        Assert.Equal(30, AudioFile.Read(File(blockAlign)).Samples.Length);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(24)]
    public void Samples_of_three_bytes_may_lie_in_four(int bits)
    {
        var file = AudioFiles.Wav(
            "RIFF", null, AudioFiles.Chunk("fmt ", AudioFiles.WavFormat(1, 1, Rate, bits, blockAlign: 4)),
                AudioFiles.Chunk("data", AudioFiles.Integers(Scaled(32), 4)));
        Assert.Equal(Expected, AudioFile.Read(file).Samples);
    }

    [Theory]
    [InlineData(0u, 0u)]
    [InlineData(36u, 0u)]
    [InlineData(uint.MaxValue, uint.MaxValue)]
    [InlineData(0u, uint.MaxValue)]
    [InlineData(0x7FFF_FFFFu, 0x7FFF_FFDBu)]
    [InlineData(0x7FFF_F024u, 0x7FFF_F000u)]
    [InlineData(36u, 0xFFFF_FFDBu)]
    public void Sizes_of_WAV_that_were_never_filled_in_mean_to_the_end_of_the_file(uint riff, uint data)
    {
        var samples = AudioFiles.Integers(Scaled(16), 2);
        foreach (var form in new[] { "RIFF", "RF64" })
        {
            var file = AudioFiles.Wav(
                form, riff, AudioFiles.Chunk("JUNK", new byte[28]), AudioFiles.Chunk("fmt ", AudioFiles.WavFormat(1, 1, Rate, 16)),
                    AudioFiles.Chunk("data", samples, size: data));
            AssertWhole(file);
        }
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(uint.MaxValue)]
    [InlineData(0x7FFF_FFFFu)]
    public void Sizes_of_AU_and_AIFF_that_were_never_filled_in_mean_to_the_end_of_the_file(uint size)
    {
        var samples = AudioFiles.Integers(Scaled(16), 2, bigEndian: true);
        AssertWhole(AudioFiles.Au(3, 1, Rate, samples, size: size));
        AssertWhole(AudioFiles.Au(3, 1, Rate, AudioFiles.Integers(Scaled(16), 2), bigEndian: false, size: size));

        // FORM, the number of frames in COMM, and SSND, each alone and together; SSND's size counts 8 bytes before the samples, too.
        var aiff = AudioFiles.Aiff(null, 1, Rate, 16, samples);
        for (var which = 1; which < 8; which++)
        {
            var file = (byte[])aiff.Clone();
            foreach (var (bit, offset) in new[] { (1, 4), (2, 22), (4, 42) })
            {
                if ((which & bit) != 0)
                {
                    AudioFiles.UInt32(offset == 42 && size == 0 && which == 7 ? 8 : size, bigEndian: true).CopyTo(file, offset);
                }
            }

            AssertWhole(file);
        }
    }

    [Fact]
    public void A_WAV_without_samples_but_with_other_chunks_has_none()
    {
        var file = AudioFiles.Wav("RIFF", null, AudioFiles.Chunk("fmt ", AudioFiles.WavFormat(1, 1, Rate, 16)),
            AudioFiles.Chunk("data", []), AudioFiles.Chunk("LIST", "INFO"u8.ToArray()));
        AssertError("holds no samples", 44, file);
    }

    [Fact]
    public void A_file_that_is_cut_off_says_how_much_is_missing()
    {
        var samples = new byte[2 * Rate];
        byte[][] files =
            [AudioFiles.Wav(1, 1, Rate, 16, samples), AudioFiles.Au(3, 1, Rate, samples), AudioFiles.Aiff(null, 1, Rate, 16, samples)];
        foreach (var file in files)
        {
            Assert.Null(AudioFile.Read(file).Damage);
            var clip = AudioFile.Read(file.AsMemory(0, file.Length / 2));
            Assert.Equal(1, clip.Damage!.SecondsLost + clip.Duration.TotalSeconds, 0.001);
            Assert.Equal(clip.Duration, clip.Source.Duration);
        }
    }

    [Fact]
    public void A_WAV_behind_an_ID3_tag_is_read()
    {
        byte[] file =
            [.. "ID3"u8, 3, 0, 0, 0, 0, 0, 30, .. new byte[30], .. AudioFiles.Wav(1, 1, Rate, 16, AudioFiles.Integers(Scaled(16), 2))];
        AssertWhole(file);
    }

    [Fact]
    public void A_size_that_lies_allocates_nothing()
    {
        var file = AudioFiles.Wav("RIFF", null, AudioFiles.Chunk("fmt ", AudioFiles.WavFormat(1, 1, Rate, 16)),
            AudioFiles.Chunk("data", new byte[64], size: 2_000_000_000));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(32, AudioFile.Read(file).Samples.Length);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
    }

    [SharedDataFact]
    public void Real_tracks_are_read_whole()
    {
        foreach (var path in Directory.EnumerateFiles(SharedData.PathOf("data", "gtzan-audio"), "*.*", SearchOption.AllDirectories)
            .Where(path => path.EndsWith(".au", StringComparison.Ordinal) || path.EndsWith(".wav", StringComparison.Ordinal)))
        {
            var clip = AudioFile.Read(path);
            Assert.InRange(clip.Samples.Length, 660_000, 676_000);
            Assert.False(clip.Resampled);
        }
    }

    private static IEnumerable<int> Scaled(int bits) => Expected.Select(value => (int)(value * Math.Pow(2, bits - 1)));

    private static void AssertWhole(byte[] file)
    {
        var clip = AudioFile.Read(file);
        Assert.Equal(Expected, clip.Samples);
        Assert.Null(clip.Damage);
    }

    private static void AssertError(string part, long offset, byte[] file)
    {
        var error = Assert.Throws<AudioFormatException>(() => AudioFile.Read(file));
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.Equal(offset, error.ByteOffset);
    }

    private sealed class ForwardOnlyStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
