using MicroGenre.Client.Features;
using MicroGenre.Contracts;
using MicroGenre.Segmentation;
using MicroGenre.Segmentation.Autoregression;
using MicroGenre.Segmentation.Clustering;
using MicroGenre.Signal;

namespace MicroGenre.Client.Segments;

/// <summary>Maps segmentations between the contract and the library.</summary>
public static class SegmentMapping
{
    /// <summary>The default length of a representative excerpt, in seconds.</summary>
    public const double RepresentativeSeconds = 30;

    /// <summary>Converts to the library's settings, complete and validated.</summary>
    /// <exception cref="SegmentationException">A setting is out of range; the message says which.</exception>
    public static SegmentationSettings ToSettings(this SegmentOptions? options)
    {
        options ??= new SegmentOptions();
        var preset = options.Tuned ? SegmentationSettings.Tuned : new SegmentationSettings();
        var settings = preset with
        {
            Clusters = options.HasClusters ? options.Clusters : preset.Clusters,
            MaxClusters = options.HasMaxClusters ? options.MaxClusters : preset.MaxClusters,
            WindowSeconds = options.HasWindowSeconds ? options.WindowSeconds : preset.WindowSeconds,
            Overlap = options.HasOverlap ? options.Overlap : preset.Overlap,
            MaxWindows = options.HasMaxWindows ? options.MaxWindows : preset.MaxWindows,
            Order = options.HasOrder ? options.Order : preset.Order,
            Lags = options.HasLags ? options.Lags : preset.Lags,
            Method = options.Burg ? ArMethod.Burg : ArMethod.Autocorrelation,
            Scale = options.ScaleCase switch
            {
                SegmentOptions.ScaleOneofCase.FixedScale => AffinityScale.Fixed(options.FixedScale),
                SegmentOptions.ScaleOneofCase.SelfTuningShare => AffinityScale.SelfTuning(options.SelfTuningShare),
                _ => preset.Scale,
            },
            Context = options.HasContext ? options.Context : preset.Context,
            Smoothing = options.HasSmoothing ? options.Smoothing : preset.Smoothing,
            Restarts = options.HasRestarts ? options.Restarts : preset.Restarts,
            Seed = options.HasSeed ? options.Seed : preset.Seed,
        };
        settings.Validate();
        return settings;
    }

    /// <summary>The sample rate for the analysis, in Hz.</summary>
    /// <exception cref="SegmentationException">The rate is out of range.</exception>
    public static int SampleRateOf(this SegmentOptions? options) =>
        options is not { HasSampleRate: true } ? AudioFile.DefaultSampleRate
        : options.SampleRate is >= 1000 and <= 384_000 ? options.SampleRate
        : throw new SegmentationException($"The sample rate must be 1000 to 384000, not {options.SampleRate}");

    /// <summary>The length of the representative excerpt, in seconds.</summary>
    /// <exception cref="SegmentationException">The length is out of range.</exception>
    public static double RepresentativeSecondsOf(this SegmentOptions? options) =>
        options is not { HasRepresentativeSeconds: true } ? RepresentativeSeconds
        : options.RepresentativeSeconds > 0 ? options.RepresentativeSeconds
        : throw new SegmentationException($"The length of the excerpt must be above 0 s, not {options.RepresentativeSeconds}");

    /// <summary>Converts a result to the contract.</summary>
    /// <param name="track">The segmented track.</param>
    /// <param name="representativeSeconds">The length of the representative excerpt, in seconds.</param>
    /// <param name="damage">The damage in the audio, if any.</param>
    public static SegmentResult ToResult(this TrackSegmentation track, double representativeSeconds, AudioDamage? damage)
    {
        ArgumentNullException.ThrowIfNull(track);
        var representative = track.Representative(representativeSeconds);
        var result = new SegmentResult
        {
            DurationSeconds = track.Grid.Duration,
            Clusters = track.ClusterCount,
            LargestCluster = track.LargestCluster,
            Representative = new TrackExcerpt { Start = representative.Start, End = representative.End },
            WindowSeconds = (double)track.Grid.WindowLength / track.Grid.SampleRate,
            SaturatedShare = track.Graph.SaturatedShare,
            SecondsLost = damage?.SecondsLost ?? 0,
            SkippedBytes = damage?.SkippedBytes ?? 0,
        };
        result.Segments.AddRange(
            track.Segments.Select(segment => new TrackSegment { Start = segment.Start, End = segment.End, Cluster = segment.Cluster }));
        return result;
    }

    /// <summary>The damage in the audio; <see langword="null"/> if there is none.</summary>
    public static AudioDamage? ToDamage(this SegmentResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return AudioDescriptionMapping.DamageOf(result.SkippedBytes, result.SecondsLost);
    }
}
