namespace MicroGenre.Signal.Decoding;

/// <summary>The mean of a source's channels.</summary>
internal sealed class MonoSource(IFrameSource frames) : ISampleSource
{
    private const int BlockFrames = 4096;
    private readonly int _channels = frames.Info.Channels;
    private readonly float[] _interleaved = new float[frames.Info.Channels == 1 ? 0 : BlockFrames * frames.Info.Channels];

    public int SampleRate => frames.Info.SampleRate;

    public long? Length => frames.FrameCount;

    public int Read(Span<float> samples)
    {
        if (_channels == 1)
        {
            return frames.Read(samples);
        }

        var count = frames.Read(_interleaved.AsSpan(0, Math.Min(samples.Length, BlockFrames) * _channels));
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
