namespace MicroGenre.Signal.Decoding;

/// <summary>Mixes a source to mono, or picks one of its channels, and measures the audio on the way.</summary>
internal sealed class MonoSource(IFrameSource frames) : ISampleSource
{
    private const int BlockSamples = 8192;

    private readonly int _channels = frames.Info.Channels;
    private readonly float[] _interleaved = frames.Info.Channels == 1 ? [] : InterleavedBlock.Create(frames.Info.Channels, BlockSamples);

    public int SampleRate => frames.Info.SampleRate;

    public long? Length => frames.FrameCount;

    /// <summary>Measures the audio read so far.</summary>
    public SoundMeter Meter { get; } = new(frames.Info.Channels, frames.Info.SampleRate);

    /// <summary>The channel to read, from 0; <see langword="null"/> for the mean of all channels.</summary>
    public int? Channel { get; set; }

    /// <summary>Number of samples read so far.</summary>
    public long SamplesRead { get; private set; }

    public int Read(Span<float> samples)
    {
        var count = ReadOneChannel(samples);
        SamplesRead += count;
        return count;
    }

    private int ReadOneChannel(Span<float> samples)
    {
        if (_channels == 1)
        {
            var read = frames.Read(samples);
            Meter.Add(samples[..read]);
            return read;
        }

        var count = frames.Read(_interleaved.AsSpan(0, Math.Min(samples.Length, _interleaved.Length / _channels) * _channels));
        Meter.Add(_interleaved.AsSpan(0, count * _channels));
        if (Channel is { } channel)
        {
            for (var frame = 0; frame < count; frame++)
            {
                samples[frame] = _interleaved[(frame * _channels) + channel];
            }

            return count;
        }

        for (var (frame, at) = (0, 0); frame < count; frame++)
        {
            var sum = 0f;
            for (var end = at + _channels; at < end; at++)
            {
                sum += _interleaved[at];
            }

            samples[frame] = sum / _channels;
        }

        return count;
    }
}
