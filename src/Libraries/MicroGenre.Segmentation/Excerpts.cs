namespace MicroGenre.Segmentation;

/// <summary>What of a track stands for it where a classifier learns or judges.</summary>
public enum ExcerptKind
{
    /// <summary>All of it.</summary>
    Whole,

    /// <summary>The 30 s in its middle.</summary>
    Middle,

    /// <summary>The 30 s that stand for its largest cluster best (section 6 of the paper).</summary>
    LargestCluster,

    /// <summary>Each 3 s of it on their own, to vote.</summary>
    Votes,
}

/// <summary>Cuts tracks into the parts that stand for them.</summary>
public static class Excerpts
{
    /// <summary>Length of an excerpt, in seconds.</summary>
    public const int Seconds = 30;

    /// <summary>Length of a part that votes, in seconds.</summary>
    public const int VoteSeconds = 3;

    /// <summary>Cuts a track. One that is shorter than a part is its own only part; what is left over at the end after the last whole vote has none.</summary>
    /// <param name="kind">What to take.</param>
    /// <param name="samples">The track's samples, full scale ±1.</param>
    /// <param name="sampleRate">Samples per second, in Hz.</param>
    /// <returns>At least one part; one, unless the parts vote.</returns>
    /// <exception cref="SegmentationException">The largest cluster is wanted of samples that cannot be segmented.</exception>
    public static IReadOnlyList<float[]> Cut(this ExcerptKind kind, float[] samples, int sampleRate)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sampleRate);
        var length = (kind == ExcerptKind.Votes ? VoteSeconds : Seconds) * sampleRate;
        if (kind == ExcerptKind.Whole || samples.Length <= length)
        {
            return [samples];
        }

        return kind switch
        {
            ExcerptKind.Votes => [.. samples.Chunk(length).Where(part => part.Length == length)],
            ExcerptKind.LargestCluster => [samples.AsSpan(StartOfLargestCluster(samples, sampleRate, length), length).ToArray()],
            _ => [samples.AsSpan((samples.Length - length) / 2, length).ToArray()],
        };
    }

    private static int StartOfLargestCluster(float[] samples, int sampleRate, int length)
    {
        // One core: callers cut many tracks at once.
        var track = new Segmenter(SegmentationSettings.Tuned, maxDegreeOfParallelism: 1).Segment(samples, sampleRate);
        return Math.Min((int)Math.Round(track.Representative(Seconds).Start * sampleRate), samples.Length - length);
    }
}
