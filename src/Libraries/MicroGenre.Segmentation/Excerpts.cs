using MicroGenre.Signal;

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
/// <example><code>
/// var clip = AudioFile.Read("song.mp3");
/// var parts = ExcerptKind.LargestCluster.Cut(clip.Samples, clip.SampleRate);
/// </code></example>
public static class Excerpts
{
    /// <summary>Length of an excerpt, in seconds.</summary>
    public const int Seconds = 30;

    /// <summary>Length of a part that votes, in seconds.</summary>
    public const int VoteSeconds = 3;

    private const int Block = 1 << 14;

    /// <summary>
    /// Cuts a track. One that is shorter than a part is its own only part; what is left over at the end after the last whole vote has none.
    /// </summary>
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

    /// <summary>
    /// Cuts a track as it is decoded, in little memory whatever its length; <see cref="ExcerptKind.Whole"/> is not for this.
    /// </summary>
    /// <param name="kind">What to take.</param>
    /// <param name="open">Opens the track's audio; a second time where the place of the part depends on the whole.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The parts that <see cref="Cut(ExcerptKind, float[], int)"/> gives.</returns>
    /// <exception cref="AudioFormatException">The audio is damaged, or holds no samples.</exception>
    /// <exception cref="SegmentationException">The largest cluster is wanted of samples that cannot be segmented.</exception>
    public static IEnumerable<float[]> Cut(this ExcerptKind kind, Func<AudioReader> open, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(open);
        return kind switch
        {
            ExcerptKind.Votes => Votes(open, cancellationToken),
            ExcerptKind.Middle or ExcerptKind.LargestCluster => [OnePart(kind, open, cancellationToken)],
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Whole tracks are not cut."),
        };
    }

    private static IEnumerable<float[]> Votes(Func<AudioReader> open, CancellationToken cancellationToken)
    {
        using var reader = open();
        var (part, isFirst) = (new float[VoteSeconds * reader.SampleRate], true);
        while (reader.Read(part) is > 0 and var count && (count == part.Length || isFirst))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return part[..count];
            isFirst = false;
        }

        if (isFirst)
        {
            throw NoSamples();
        }
    }

    private static float[] OnePart(ExcerptKind kind, Func<AudioReader> open, CancellationToken cancellationToken)
    {
        var (count, sampleRate) = Count(open, cancellationToken);
        var length = Math.Min(count, Seconds * sampleRate);
        var start = length == count ? 0
            : kind == ExcerptKind.Middle ? (count - length) / 2
            : Math.Min(
                (long)Math.Round(OneCore().Segment(open, progress: null, cancellationToken).Representative(Seconds).Start * sampleRate),
                    count - length);
        using var reader = open();
        Skip(reader, start, cancellationToken);
        var part = new float[length];
        var read = reader.Read(part);
        return read == 0 ? throw NoSamples() : part[..read];
    }

    private static (long Count, int SampleRate) Count(Func<AudioReader> open, CancellationToken cancellationToken)
    {
        using var reader = open();
        return (Skip(reader, long.MaxValue, cancellationToken), reader.SampleRate);
    }

    private static long Skip(AudioReader reader, long samples, CancellationToken cancellationToken)
    {
        var block = new float[Block];
        var skipped = 0L;
        while (skipped < samples && reader.Read(block.AsSpan(0, (int)Math.Min(block.Length, samples - skipped))) is > 0 and var count)
        {
            cancellationToken.ThrowIfCancellationRequested();
            skipped += count;
        }

        return skipped;
    }

    private static AudioFormatException NoSamples() => new("The audio holds no samples", 0);

    // One core: callers cut many tracks at once.
    private static Segmenter OneCore() => new(SegmentationSettings.Tuned, maxDegreeOfParallelism: 1);

    private static int StartOfLargestCluster(float[] samples, int sampleRate, int length)
    {
        var track = OneCore().Segment(samples, sampleRate);
        return Math.Min((int)Math.Round(track.Representative(Seconds).Start * sampleRate), samples.Length - length);
    }
}
