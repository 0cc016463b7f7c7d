using MicroGenre.Testing;

namespace MicroGenre.Signal.Tests;

public sealed class LongAudioTests
{
    private const long Hours = 3;
    private const int Rate = AudioFile.DefaultSampleRate;
    private const long MaxBytes = 200L << 20;

    [Fact]
    public void Three_hours_take_less_memory_than_allowed_their_features_included()
    {
        var header = AudioFiles.Wav("RIFF", uint.MaxValue, AudioFiles.Chunk("fmt ", AudioFiles.WavFormat(1, 1, Rate, 16)),
            AudioFiles.Chunk("data", [], size: uint.MaxValue));
        var samples = Hours * 3600 * Rate;
        using var stream = new EndlessTone(header, header.Length + (samples * sizeof(short)));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var features = FeatureExtractor.Extract(() => AudioFile.Open(stream), [new MelSettings(), new RmsSettings { HopLength = 1024 }]);
        var taken = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(1 + (samples / 1024), features[0].Frames);
        // All that was ever allocated, so more than there was at any time.
        Assert.True(taken < MaxBytes, $"{taken >> 20} MB");
        // The tone has the same period as the hop: what holds in the middle holds at the end.
        Assert.Equal(features[1][0, 1000], features[1][0, features[1].Frames - 1000], 1e-6);
    }

    [Fact]
    public void A_short_file_of_very_many_channels_takes_little_memory()
    {
        const int channels = 255;
        const long enough = 4L << 20;
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["wide.wav"], Wav.Sine(0.01, channels: channels));

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(channels, AudioDigest.Of(folder["wide.wav"]).Channels);
        Assert.NotEmpty(AudioFile.Read(folder["wide.wav"]).Samples);
        var taken = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(taken < enough, $"{taken} bytes");
    }

    /// <summary>A file that is too long to be kept: its samples are made as they are read.</summary>
    private sealed class EndlessTone(byte[] header, long length) : Stream
    {
        private const int Period = 1024;
        private static readonly byte[] Tone = AudioFiles.Integers(
            Enumerable.Range(0, Period).Select(n => (int)(20000 * Math.Sin(2 * Math.PI * 20 * n / Period))), 2);

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var count = (int)Math.Min(buffer.Length, length - Position);
            for (var i = 0; i < count; i++)
            {
                buffer[i] = Position + i < header.Length ? header[Position + i] : Tone[(Position + i - header.Length) % Tone.Length];
            }

            Position += count;
            return count;
        }

        public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => Position + offset,
            _ => length + offset,
        };

        public override void Flush()
        {
        }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
