using System.Runtime.InteropServices;
using MicroGenre.Segmentation.Clustering;
using MicroGenre.Segmentation.Distances;
using MicroGenre.Signal;

namespace MicroGenre.Segmentation;

/// <summary>Segments tracks (section 5 of the paper): Algorithms 1 to 4, one after the other.</summary>
/// <param name="settings">The settings.</param>
/// <param name="maxDegreeOfParallelism">Maximum number of cores; −1 for all. It does not affect the result.</param>
/// <example><code>
/// var clip = AudioFile.Read("song.mp3");
/// var track = new Segmenter(SegmentationSettings.Tuned).Segment(clip.Samples, clip.SampleRate);
/// foreach (var segment in track.Segments)
/// {
///     Console.WriteLine($"{segment.Start:0.0} s to {segment.End:0.0} s: cluster {segment.Cluster}");
/// }
///
/// File.WriteAllText("song.html", SegmentationReport.ToHtml(track, "song.mp3", track.Representative(30)));
/// </code></example>
public sealed class Segmenter(SegmentationSettings settings, int maxDegreeOfParallelism = -1)
{
    /// <summary>Segments a track in memory.</summary>
    /// <param name="samples">The samples, full scale ±1.</param>
    /// <param name="sampleRate">Samples per second, in Hz.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="SegmentationException">The samples or the settings are not valid.</exception>
    public TrackSegmentation Segment(ReadOnlySpan<float> samples, int sampleRate, CancellationToken cancellationToken = default)
    {
        settings.Validate();
        var rate = RateOf(sampleRate);
        var heard = rate == sampleRate ? samples : Resampler.Resample(samples, sampleRate, rate);
        var analyzer = new TrackAnalyzer(settings, rate, heard.Length);
        analyzer.Append(heard);
        return Segment(analyzer.Finish(), cancellationToken);
    }

    /// <summary>
    /// Segments audio while it is decoded, in memory that does not grow with its length; with a decimation, in memory for all its samples.
    /// </summary>
    /// <param name="open">Opens the audio from its start. The windows depend on the audio's length: if only its end tells the length, the
    /// audio is opened and decoded twice.</param>
    /// <param name="progress">Receives the share of the audio that is done, 0 … 1.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="SegmentationException">The samples or the settings are not valid.</exception>
    /// <exception cref="AudioFormatException">The audio is damaged.</exception>
    public TrackSegmentation Segment(
        Func<AudioReader> open, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        settings.Validate();
        if (settings.Decimation > 1)
        {
            return SegmentWhole(open, cancellationToken);
        }

        var length = CountSamples(open, cancellationToken);
        using var reader = open();
        var analyzer = new TrackAnalyzer(settings, reader.SampleRate, length);
        var done = 0L;
        foreach (var block in Blocks(reader, cancellationToken))
        {
            analyzer.Append(block.Span);
            progress?.Report((double)(done += block.Length) / length);
        }

        return Segment(analyzer.Finish(), cancellationToken);
    }

    /// <summary>Segments a track whose windows were modelled with the same settings.</summary>
    /// <param name="track">The track.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="SegmentationException">The requested number of clusters exceeds the number of windows.</exception>
    public TrackSegmentation Segment(TrackAnalysis track, CancellationToken cancellationToken = default)
    {
        if (settings.Clusters > track.Windows.Count)
        {
            throw new SegmentationException(
                $"{settings.Clusters} clusters were requested, but the track has only {track.Windows.Count} windows");
        }

        var distances = Neighbourhood.Median(Distances(track.Windows, cancellationToken), settings.Context, maxDegreeOfParallelism);
        var adjacency = Adjacency.FromDistances(distances, settings.Scale);
        cancellationToken.ThrowIfCancellationRequested();
        var clusters = SpectralClustering.Cluster(
            adjacency, settings.Clusters, settings.MaxClusters, settings.Restarts, settings.Seed, maxDegreeOfParallelism);
        var labels = InOrderOfAppearance(Neighbourhood.Majority(clusters.Labels, settings.Smoothing));
        return new TrackSegmentation(track.Grid, labels, new WindowGraph(distances, adjacency, clusters.Eigenvalues), track.Envelope);
    }

    private SquareMatrix Distances(IReadOnlyList<WindowModel> windows, CancellationToken cancellationToken) =>
        settings.Measure == WindowMeasure.Timbre
            ? DistanceMatrix.OfTimbres(windows, maxDegreeOfParallelism, cancellationToken)
            : DistanceMatrix.Compute(
                windows, settings.AllLags ? LagsIn(windows) : settings.Lags, maxDegreeOfParallelism, cancellationToken).Symmetrized();

    // A window's autocorrelation has the lags and, beyond them, as many as the model's order.
    private int LagsIn(IReadOnlyList<WindowModel> windows) => windows[0].Autocorrelation.Length - 1 - settings.Order;

    private int RateOf(int sampleRate) => Math.Max(1, sampleRate / settings.Decimation);

    private TrackSegmentation SegmentWhole(Func<AudioReader> open, CancellationToken cancellationToken)
    {
        using var reader = open();
        var samples = new List<float>();
        foreach (var block in Blocks(reader, cancellationToken))
        {
            samples.AddRange(block.Span);
        }

        return Segment(CollectionsMarshal.AsSpan(samples), reader.SampleRate, cancellationToken);
    }

    private static long CountSamples(Func<AudioReader> open, CancellationToken cancellationToken)
    {
        using var reader = open();
        return reader.Length ?? Blocks(reader, cancellationToken).Sum(block => (long)block.Length);
    }

    private static IEnumerable<ReadOnlyMemory<float>> Blocks(AudioReader reader, CancellationToken cancellationToken)
    {
        var block = new float[1 << 16];
        for (var count = reader.Read(block); count > 0; count = reader.Read(block))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return block.AsMemory(0, count);
        }
    }

    private static int[] InOrderOfAppearance(int[] labels)
    {
        var names = new Dictionary<int, int>();
        return Array.ConvertAll(labels, label =>
        {
            names.TryAdd(label, names.Count);
            return names[label];
        });
    }
}
