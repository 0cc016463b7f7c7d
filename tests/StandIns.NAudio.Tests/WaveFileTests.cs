using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MicroGenre.Testing;
using NAudio.Wave;
using NAudio.Wave.SampleProviders;

namespace StandIns.NAudio.Tests;

public class WaveFileTests
{
    [Fact]
    public void Header_of_16_bit_pcm_has_an_18_byte_format_chunk_and_both_lengths()
    {
        var bytes = Written(new WaveFormat(22050, 1), writer => writer.WriteSamples([0f, 0.5f, -1f], 0, 3));

        Assert.Equal(52, bytes.Length);
        Assert.Equal("RIFF", Encoding.ASCII.GetString(bytes, 0, 4));
        Assert.Equal(44u, BitConverter.ToUInt32(bytes, 4));
        Assert.Equal("WAVEfmt ", Encoding.ASCII.GetString(bytes, 8, 8));
        Assert.Equal(18, BitConverter.ToInt32(bytes, 16));
        Assert.Equal(22050, BitConverter.ToInt32(bytes, 24));
        Assert.Equal("data", Encoding.ASCII.GetString(bytes, 38, 4));
        Assert.Equal(6u, BitConverter.ToUInt32(bytes, 42));
        Assert.Equal([0, 16383, -32767], new[] { 46, 48, 50 }.Select(at => (int)BitConverter.ToInt16(bytes, at)));
    }

    [Fact]
    public void Floating_point_files_have_a_fact_chunk_with_the_number_of_frames()
    {
        var bytes = Written(WaveFormat.CreateIeeeFloatWaveFormat(8000, 2), writer => writer.WriteSamples(new float[10], 0, 10));

        Assert.Equal("fact", Encoding.ASCII.GetString(bytes, 38, 4));
        Assert.Equal(5u, BitConverter.ToUInt32(bytes, 46));
    }

    [Fact]
    public void Floating_point_samples_come_back_exactly() =>
        Prop.ForAll<float[]>(samples =>
            {
                using var file = new MemoryStream(Written(WaveFormat.CreateIeeeFloatWaveFormat(44100, 1), writer => writer.WriteSamples(samples, 0, samples.Length)));
                using var reader = new WaveFileReader(file);

                Assert.Equal(samples.Length, reader.SampleCount);
                Assert.Equal(samples, reader.ToSampleProvider().ReadAll());
            })
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(16, 1f / 32767)]
    [InlineData(24, 1f / 8388607)]
    public void Pcm_samples_come_back_within_two_steps(int bits, float step)
    {
        var samples = Enumerable.Range(-100, 201).Select(i => i / 101f).ToArray();
        using var file = new MemoryStream(Written(new WaveFormat(8000, bits, 1), writer => writer.WriteSamples(samples, 0, samples.Length)));
        using var reader = new WaveFileReader(file);

        Assert.All(samples.Zip(reader.ToSampleProvider().ReadAll()), pair => Assert.InRange(pair.Second, pair.First - (2 * step), pair.First + (2 * step)));
    }

    [Theory]
    [InlineData(8, new byte[] { 0, 128, 255 }, new[] { -1f, 0f, 127f / 128 })]
    [InlineData(32, new byte[] { 0, 0, 0, 0x80, 0, 0, 0, 0x40 }, new[] { -1f, 0.5f })]
    public void Other_depths_of_pcm_are_decoded(int bits, byte[] data, float[] expected)
    {
        using var file = new MemoryStream(Written(new WaveFormat(8000, bits, 1), writer => writer.Write(data, 0, data.Length)));
        using var reader = new WaveFileReader(file);

        Assert.Equal(expected, reader.ToSampleProvider().ReadAll());
    }

    [Fact]
    public void A_frame_holds_one_sample_per_channel_and_null_marks_the_end()
    {
        using var file = new MemoryStream(Written(WaveFormat.CreateIeeeFloatWaveFormat(8000, 2), writer => writer.WriteSamples([0.25f, -0.5f, 1f, 0f], 0, 4)));
        using var reader = new WaveFileReader(file);

        Assert.Equal([0.25f, -0.5f], reader.ReadNextSampleFrame()!);
        Assert.Equal([1f, 0f], reader.ReadNextSampleFrame()!);
        Assert.Null(reader.ReadNextSampleFrame());
    }

    [Fact]
    public void The_reader_seeks_by_time_and_to_whole_frames()
    {
        using var file = new MemoryStream(Written(new WaveFormat(1000, 2), writer => writer.Write(new byte[4000], 0, 4000)));
        using var reader = new WaveFileReader(file);

        Assert.Equal(TimeSpan.FromSeconds(1), reader.TotalTime);
        reader.CurrentTime = TimeSpan.FromSeconds(0.5);
        Assert.Equal(2000, reader.Position);
        reader.Position = 2003;
        Assert.Equal(2000, reader.Position);
        Assert.Equal(2000, reader.Read(new byte[8000], 0, 8000));
        Assert.Throws<ArgumentException>(() => reader.Read(new byte[3], 0, 3));
    }

    [Fact]
    public void Chunks_before_the_data_are_passed_over()
    {
        var plain = Written(new WaveFormat(8000, 1), writer => writer.WriteSample(0.5f));
        byte[] list = [.. "LIST"u8, 3, 0, 0, 0, 1, 2, 3, 0];
        byte[] bytes = [.. plain[..38], .. list, .. plain[38..]];
        BitConverter.TryWriteBytes(bytes.AsSpan(4), bytes.Length - 8);
        using var reader = new WaveFileReader(new MemoryStream(bytes));

        Assert.Equal([16383 / 32768f], reader.ReadNextSampleFrame()!);
    }

    [Theory]
    [InlineData("This is no WAV file, it is a text.")]
    [InlineData("RIFF\u0010\0\0\0AVI LIST\0\0\0\0")]
    [InlineData("RIFF\u0004\0\0\0WAVE")]
    public void Anything_but_a_wav_file_is_a_format_error(string content) =>
        Assert.Throws<FormatException>(() => new WaveFileReader(new MemoryStream(Encoding.Latin1.GetBytes(content))));

    [Fact]
    public void A_wav_file_without_channels_cannot_be_described() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new WaveFormat(44100, 0));

    [Fact]
    public void A_writer_closes_its_file_and_a_reader_its_own()
    {
        using var folder = new TemporaryFolder();
        using (var writer = new WaveFileWriter(folder["a.wav"], new WaveFormat(8000, 1)))
        {
            writer.WriteSample(1f);
            writer.Flush();
            Assert.Equal(48, new FileInfo(folder["a.wav"]).Length);
        }

        using (var reader = new WaveFileReader(folder["a.wav"]))
        {
            Assert.Equal(new WaveFormat(8000, 16, 1), reader.WaveFormat);
            Assert.Equal(2, reader.Length);
        }

        File.Move(folder["a.wav"], folder["b.wav"]);
    }

    [Fact]
    public void A_source_is_written_as_clipped_16_bit_pcm()
    {
        using var folder = new TemporaryFolder();
        WaveFileWriter.CreateWaveFile16(folder["a.wav"], new SignalGenerator(8000, 2) { Type = SignalGeneratorType.Square, Gain = 3 }.Take(TimeSpan.FromSeconds(0.5)));

        using var reader = new WaveFileReader(folder["a.wav"]);
        Assert.Equal(new WaveFormat(8000, 16, 2), reader.WaveFormat);
        Assert.Equal(4000, reader.SampleCount);
        Assert.Equal([-32767 / 32768f, 32767 / 32768f], reader.ToSampleProvider().ReadAll().Distinct().Order());
    }

    private static byte[] Written(WaveFormat format, Action<WaveFileWriter> write)
    {
        var stream = new MemoryStream();
        using (var writer = new WaveFileWriter(stream, format))
        {
            write(writer);
        }

        return stream.ToArray();
    }

}
