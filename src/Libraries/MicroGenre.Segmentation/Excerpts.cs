using MicroGenre.Signal;

namespace MicroGenre.Segmentation;

/// <summary>What of a track stands for it where a classifier learns or judges.</summary>
public enum ExcerptKind
{
    /// <summary>All of it.</summary>
    Whole,

    /// <summary>The 30 s in its middle.</summary>
    Middle,

    /// <summary>
    /// The windows of its largest cluster, one after the other, 30 s at most (section 6 of the paper).
    /// </summary>
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
    /// <summary>Length of an excerpt, in seconds; that of the largest cluster may be shorter.</summary>
    public const int Seconds = 30;

    /// <summary>Length of a part that votes, in seconds.</summary>
    public const int VoteSeconds = 3;

    private const int Block = 1 << 14;

    /// <summary>
    /// Cuts a track. One that is shorter than a part is its own only part, unless the largest cluster is wanted; what is left over at the
    /// end after the last whole vote has none.
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
        return kind switch
        {
            ExcerptKind.LargestCluster when samples.Length > 0 =>
                [[.. LargestCluster(OneCore().Segment(samples, sampleRate)).SelectMany(part =>
                    new ArraySegment<float>(samples, (int)part.Start, part.Length))]],
            _ when kind == ExcerptKind.Whole || samples.Length <= length => [samples],
            ExcerptKind.Votes => [.. samples.Chunk(length).Where(part => part.Length == length)],
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
        if (count == 0)
        {
            throw NoSamples();
        }

        var middle = (int)Math.Min(count, Seconds * sampleRate);
        var stretches = kind == ExcerptKind.Middle
            ? [((count - middle) / 2, middle)]
            : LargestCluster(OneCore().Segment(open, progress: null, cancellationToken));
        using var reader = open();
        var part = new float[stretches.Sum(stretch => stretch.Length)];
        var (at, filled) = (0L, 0);
        foreach (var (start, length) in stretches)
        {
            Skip(reader, start - at, cancellationToken);
            filled += reader.Read(part.AsSpan(filled, length));
            at = start + length;
        }

        return part[..filled];
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

    private static List<(long Start, int Length)> LargestCluster(TrackSegmentation track) =>
    [
        .. track.OfLargestCluster(Seconds).Select(stretch =>
        {
            var start = (long)Math.Round(stretch.Start * track.Grid.SampleRate);
            return (start, (int)((long)Math.Round(stretch.End * track.Grid.SampleRate) - start));
        }),
    ];
}
