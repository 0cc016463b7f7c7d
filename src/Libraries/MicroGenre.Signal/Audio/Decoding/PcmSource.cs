namespace MicroGenre.Signal.Decoding;

/// <summary>Position and format of the samples in a file of uncompressed audio.</summary>
internal sealed record PcmLayout(string Container, SampleFormat Format, int Channels, int SampleRate, long DataOffset, long DataLength)
{
    private const int MaxChannels = 256;
    private const int MinSampleRate = 1_000;
    private const int MaxSampleRate = 1_000_000;

    /// <summary>Number of bytes that the header claims but the file does not have.</summary>
    public long MissingBytes { get; init; }

    public int FrameBytes => Channels * Format.Bytes;

    public long FrameCount => DataLength / FrameBytes;

    /// <summary>
    /// Creates the layout for a claimed number of bytes; if the size was never filled in, the samples extend to the end of the file.
    /// </summary>
    public static PcmLayout Of(
        string container, SampleFormat format, int channels, int sampleRate, ByteSource bytes, long offset, long claimed)
    {
        bytes.Position = offset;
        var there = bytes.Remaining;
        var length = claimed == 0 && !UnfinishedSize.IsFollowedByChunks(bytes) ? there : Math.Min(claimed, there);
        return new PcmLayout(container, format, channels, sampleRate, offset, length)
        {
            MissingBytes = UnfinishedSize.Is(claimed) ? 0 : claimed - length,
        };
    }

    public AudioInfo Describe() =>
        new(Format.Codec, SampleRate, Channels, TimeSpan.FromSeconds((double)FrameCount / SampleRate), Container);

    /// <summary>Checks the number of channels and the sample rate of a header.</summary>
    public static void Check(int channels, long sampleRate, long offset)
    {
        if (channels is < 1 or > MaxChannels)
        {
            throw new AudioFormatException($"The header claims {channels} channels (1 to {MaxChannels} are supported)", offset);
        }

        if (sampleRate is < MinSampleRate or > MaxSampleRate)
        {
            throw new AudioFormatException(
                $"The header claims a sample rate of {sampleRate} Hz ({MinSampleRate} to {MaxSampleRate} are supported)", offset);
        }
    }
}

/// <summary>Reads uncompressed audio from any container.</summary>
internal sealed class PcmSource(Stream stream, PcmLayout layout, AudioInfo info) : IFrameSource
{
    private const int BufferBytes = 1 << 16;
    private readonly byte[] _buffer = new byte[Math.Max(1, BufferBytes / layout.FrameBytes) * layout.FrameBytes];
    private long _framesLeft = layout.FrameCount;

    public AudioInfo Info => info;

    public long? FrameCount => layout.FrameCount;

    public AudioDamage? Damage => AudioDamage.Of(0, (double)(layout.MissingBytes / layout.FrameBytes) / layout.SampleRate);

    public int Read(Span<float> interleaved)
    {
        var wanted = interleaved.Length / layout.Channels;
        var done = 0;
        while (done < wanted && _framesLeft > 0)
        {
            var frames = (int)Math.Min(Math.Min(wanted - done, _buffer.Length / layout.FrameBytes), _framesLeft);
            var wantedBytes = _buffer.AsSpan(0, frames * layout.FrameBytes);
            var got = stream.ReadAtLeast(wantedBytes, wantedBytes.Length, throwOnEndOfStream: false) / layout.FrameBytes;
            layout.Format.Convert(
                _buffer.AsSpan(0, got * layout.FrameBytes), interleaved.Slice(done * layout.Channels, got * layout.Channels));
            done += got;
            _framesLeft = got < frames ? 0 : _framesLeft - got;
        }

        return done;
    }

    public void Dispose() => stream.Dispose();
}
