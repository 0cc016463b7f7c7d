namespace MicroGenre.Signal;

/// <summary>Mono samples, read in order.</summary>
internal interface ISampleSource
{
    /// <summary>Samples per second, in Hz.</summary>
    int SampleRate { get; }

    /// <summary>Expected number of samples; <see langword="null"/> if unknown.</summary>
    long? Length { get; }

    /// <summary>Reads the next samples: at least one before the end, 0 at the end.</summary>
    int Read(Span<float> samples);
}

/// <summary>Samples in memory as a source.</summary>
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
