namespace MicroGenre.Signal;

/// <summary>One channel of samples, read in order.</summary>
internal interface ISampleSource
{
    /// <summary>Samples per second, in Hz.</summary>
    int SampleRate { get; }

    /// <summary>How many samples to expect, or <see langword="null"/> where that is not known.</summary>
    long? Length { get; }

    /// <summary>Reads the next samples: at least one while there are any, 0 at the end.</summary>
    int Read(Span<float> samples);
}

/// <summary>Samples that are already in memory.</summary>
internal sealed class MemorySampleSource(ReadOnlyMemory<float> samples, int sampleRate) : ISampleSource
{
    private int _position;

    public int SampleRate => sampleRate;

    public long? Length => samples.Length;

    public int Read(Span<float> destination)
    {
        var count = Math.Min(destination.Length, samples.Length - _position);
        samples.Span.Slice(_position, count).CopyTo(destination);
        _position += count;
        return count;
    }
}
