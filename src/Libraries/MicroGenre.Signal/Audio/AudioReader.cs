using MicroGenre.Signal.Decoding;

namespace MicroGenre.Signal;

/// <summary>Decodes audio as it is read: one channel at the rate asked for, whatever the audio's length in little memory.</summary>
public sealed class AudioReader : IDisposable
{
    private const int BlockFrames = 4096;
    private readonly IFrameSource _source;
    private readonly float[] _interleaved;

    internal AudioReader(IFrameSource source, int sampleRate)
    {
        if (sampleRate != source.Info.SampleRate)
        {
            source.Dispose();
            throw new AudioFormatException($"The audio has {source.Info.SampleRate} samples per second, not {sampleRate}", 0);
        }

        _source = source;
        SampleRate = sampleRate;
        _interleaved = new float[BlockFrames * source.Info.Channels];
    }

    /// <summary>What the audio was before it was decoded.</summary>
    public AudioInfo Source => _source.Info;

    /// <summary>Samples per second as they are read, in Hz.</summary>
    public int SampleRate { get; }

    /// <summary>How many samples there will be, or <see langword="null"/> where that is known only at the end.</summary>
    public long? Length => _source.FrameCount;

    /// <summary>Reads the next samples: as many as fit, fewer only at the end, then 0.</summary>
    /// <exception cref="AudioFormatException">The audio is damaged.</exception>
    public int Read(Span<float> samples)
    {
        var done = 0;
        while (done < samples.Length)
        {
            var got = ReadMono(samples[done..]);
            if (got == 0)
            {
                break;
            }

            done += got;
        }

        return done;
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    private int ReadMono(Span<float> samples)
    {
        var channels = _source.Info.Channels;
        if (channels == 1)
        {
            return _source.Read(samples);
        }

        var frames = _source.Read(_interleaved.AsSpan(0, Math.Min(samples.Length, BlockFrames) * channels));
        Average(_interleaved.AsSpan(0, frames * channels), channels, samples);
        return frames;
    }

    private static void Average(ReadOnlySpan<float> interleaved, int channels, Span<float> mono)
    {
        for (var (frame, at) = (0, 0); at < interleaved.Length; frame++)
        {
            var sum = 0f;
            for (var end = at + channels; at < end; at++)
            {
                sum += interleaved[at];
            }

            mono[frame] = sum / channels;
        }
    }
}
