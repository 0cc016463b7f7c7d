using MicroGenre.Segmentation.Clustering;
using MicroGenre.Signal;

namespace MicroGenre.Segmentation;

/// <summary>The excerpt of a track that a classifier learns from or predicts.</summary>
public enum ExcerptKind
{
    /// <summary>The whole track.</summary>
    Whole,

    /// <summary>The middle 30 s.</summary>
    Middle,

    /// <summary>The windows of the largest cluster, concatenated, up to 30 s (section 6 of the paper).</summary>
    LargestCluster,

    /// <summary>Separate parts of 3 s, which vote.</summary>
    Votes,
}

/// <summary>Cuts excerpts from tracks.</summary>
/// <example><code>
/// var clip = AudioFile.Read("song.mp3");
/// var parts = ExcerptKind.LargestCluster.Cut(clip.Samples, clip.SampleRate);
/// </code></example>
public static class Excerpts
{
    /// <summary>Length of an excerpt, in seconds. The largest cluster may be shorter.</summary>
    public const int Seconds = 30;

    /// <summary>Length of a part that votes, in seconds.</summary>
    public const int VoteSeconds = 3;

    /// <summary>The name in recipes of the windows of the largest cluster, as <see cref="SegmentationSettings.Tuned"/> finds it.</summary>
    public const string LargestClusterName = "largest-cluster";

    /// <summary>The name in recipes of the windows of the largest cluster, as the paper's formula finds it with
    /// <see cref="SegmentationSettings.Relative"/>.</summary>
    public const string RelativeName = "largest-cluster-relative";

    /// <summary>The name in recipes of the windows of the largest cluster, as the formula as printed finds it.</summary>
    public const string PrintedName = "largest-cluster-printed";

    private const int Block = 1 << 14;

    /// <summary>
    /// Makes the excerpts known to recipes (<see cref="PreprocessSettings.Excerpt"/>). Call it once at startup.
    /// </summary>
    public static void Register()
    {
        TrackExcerpts.Register(LargestClusterName, (samples, rate) => LargestCluster(SegmentationSettings.Tuned, samples, rate));
        TrackExcerpts.Register(RelativeName, (samples, rate) => LargestCluster(SegmentationSettings.Relative, samples, rate));
        TrackExcerpts.Register(
            PrintedName,
            (samples, rate) => LargestCluster(SegmentationSettings.Relative with { Scale = AffinityScale.None }, samples, rate));
    }

    /// <summary>
    /// Cuts a track. A track that is shorter than a part is its own only part, except for the largest cluster. A rest after the last whole
    /// vote is dropped.
    /// </summary>
    /// <param name="kind">The kind of excerpt.</param>
    /// <param name="samples">The track's samples, full scale ±1.</param>
    /// <param name="sampleRate">Samples per second, in Hz.</param>
    /// <returns>The parts: several if they vote, otherwise one.</returns>
    /// <exception cref="SegmentationException">The track cannot be segmented to find its largest cluster.</exception>
    public static IReadOnlyList<float[]> Cut(this ExcerptKind kind, float[] samples, int sampleRate)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sampleRate);
        var length = (kind == ExcerptKind.Votes ? VoteSeconds : Seconds) * sampleRate;
        return kind switch
        {
            ExcerptKind.LargestCluster when samples.Length > 0 =>
                [LargestCluster(SegmentationSettings.Tuned, samples, sampleRate)],
            _ when kind == ExcerptKind.Whole || samples.Length <= length => [samples],
            ExcerptKind.Votes => [.. samples.Chunk(length).Where(part => part.Length == length)],
            _ => [samples.AsSpan((samples.Length - length) / 2, length).ToArray()],
        };
    }

    /// <summary>
    /// Cuts a track while it is decoded, in little memory whatever its length. <see cref="ExcerptKind.Whole"/> is not supported.
    /// </summary>
    /// <param name="kind">The kind of excerpt.</param>
    /// <param name="open">Opens the track's audio. It is called twice if the position of the part depends on the whole track.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The same parts as <see cref="Cut(ExcerptKind, float[], int)"/>.</returns>
    /// <exception cref="AudioFormatException">The audio is damaged, or holds no samples.</exception>
    /// <exception cref="SegmentationException">The track cannot be segmented to find its largest cluster.</exception>
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
            : LargestCluster(OneCore(SegmentationSettings.Tuned).Segment(open, progress: null, cancellationToken), sampleRate);
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

    // One core, because callers cut many tracks in parallel.
    private static Segmenter OneCore(SegmentationSettings settings) => new(settings, maxDegreeOfParallelism: 1);

    // A track with fewer windows than clusters is one cluster.
    private static float[] LargestCluster(SegmentationSettings settings, float[] samples, int sampleRate)
    {
        if (settings.Clusters * settings.WindowSeconds * sampleRate > samples.Length)
        {
            return samples;
        }

        var track = OneCore(settings).Segment(samples, sampleRate);
        return [.. LargestCluster(track, sampleRate).SelectMany(part => new ArraySegment<float>(
            samples, (int)part.Start, (int)Math.Min(part.Length, samples.Length - part.Start)))];
    }

    private static List<(long Start, int Length)> LargestCluster(TrackSegmentation track, int sampleRate) =>
    [
        .. track.OfLargestCluster(Seconds).Select(stretch =>
        {
            var start = (long)Math.Round(stretch.Start * sampleRate);
            return (start, (int)((long)Math.Round(stretch.End * sampleRate) - start));
        }),
    ];
}
