using System.Runtime.ExceptionServices;
using MicroGenre.Learning;
using MicroGenre.Signal;

namespace MicroGenre.DataSets;

/// <summary>Tracks that were read, and those that could not be.</summary>
/// <param name="Tracks">The tracks with their features.</param>
/// <param name="Skipped">The tracks that were left out, with the reason.</param>
public sealed record LoadedTracks(TrackSet Tracks, IReadOnlyList<SkippedResult> Skipped)
{
    /// <summary>For each of the tracks, the number of the audio file that it was cut from: pieces of one file have the same.</summary>
    public IReadOnlyList<int> Origins { get; init; } = [.. Enumerable.Range(0, Tracks.Tracks.Count)];
}

/// <summary>Cuts a track into the pieces that stand for it, at least one.</summary>
/// <param name="samples">The track's samples.</param>
/// <param name="sampleRate">Samples per second, in Hz.</param>
public delegate IReadOnlyList<float[]> TrackCut(float[] samples, int sampleRate);

/// <summary>Gives a track's features.</summary>
/// <param name="track">The track.</param>
/// <param name="settings">What to compute.</param>
/// <param name="cancellationToken">Ends the computation.</param>
public delegate FeatureMatrix TrackFeatures(AudioTrack track, FeatureSettings settings, CancellationToken cancellationToken);

/// <summary>How far something is that goes through tracks one by one.</summary>
/// <param name="Done">Tracks done.</param>
/// <param name="Total">Tracks in all.</param>
public sealed record TrackProgress(int Done, int Total);

/// <summary>Reads audio and computes the features that a recipe asks for.</summary>
/// <example><code>
/// var tracks = AudioLoader.Load(DataSetKinds.Open("gtzan"), new LogMelSettings()).Tracks;
/// </code></example>
public static class AudioLoader
{
    /// <summary>
    /// Reads the tracks of a data set, several at once. A track that cannot be read is left out and reported; the others go on.
    /// </summary>
    /// <param name="dataSet">The tracks.</param>
    /// <param name="settings">The features to compute.</param>
    /// <param name="genres">The genres that the tracks may be of, in the order that class numbers count in; those of the data set unless
    /// told.</param>
    /// <param name="progress">Told after each track.</param>
    /// <param name="cut">Cuts each track into pieces that count as tracks of its name; the whole track unless told.</param>
    /// <param name="cancellationToken">Stops between tracks.</param>
    /// <exception cref="DataSetException">No track could be read, or one is of a genre that is none of
    /// <paramref name="genres"/>.</exception>
    public static LoadedTracks Load(
        AudioDataSet dataSet,
        FeatureSettings settings,
        IReadOnlyList<string>? genres = null,
        IProgress<TrackProgress>? progress = null,
        TrackCut? cut = null,
        CancellationToken cancellationToken = default)
    {
        return Load(dataSet, settings, Pieces, genres, progress, cancellationToken);

        IReadOnlyList<FeatureMatrix> Pieces(AudioTrack track)
        {
            var samples = Middle(AudioFile.Read(track.Path, settings.SampleRate).Samples, dataSet.ExcerptSeconds * settings.SampleRate);
            return [.. (cut?.Invoke(samples, settings.SampleRate) ?? [samples]).Select(piece => Feature.Compute(piece, settings))];
        }
    }

    /// <summary>Reads the tracks of a data set, whole, by features that come from elsewhere.</summary>
    /// <param name="dataSet">The tracks.</param>
    /// <param name="settings">The features to compute.</param>
    /// <param name="features">Gives each track's features. A track for which it throws <see cref="AudioFormatException"/> or
    /// <see cref="IOException"/> is left out and reported.</param>
    /// <param name="genres">The genres that the tracks may be of, in the order that class numbers count in; those of the data set unless
    /// told.</param>
    /// <param name="progress">Told after each track.</param>
    /// <param name="cancellationToken">Stops between tracks.</param>
    /// <exception cref="DataSetException">No track could be read, or one is of a genre that is none of
    /// <paramref name="genres"/>.</exception>
    public static LoadedTracks Load(
        AudioDataSet dataSet,
        FeatureSettings settings,
        TrackFeatures features,
        IReadOnlyList<string>? genres = null,
        IProgress<TrackProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(features);
        return Load(dataSet, settings, track => [features(track, settings, cancellationToken)], genres, progress, cancellationToken);
    }

    /// <summary>A track's features, computed of its file.</summary>
    /// <param name="track">The track.</param>
    /// <param name="settings">What to compute.</param>
    /// <exception cref="AudioFormatException">It cannot be decoded.</exception>
    public static FeatureMatrix Compute(AudioTrack track, FeatureSettings settings)
    {
        ArgumentNullException.ThrowIfNull(track);
        ArgumentNullException.ThrowIfNull(settings);
        return Feature.Compute(AudioFile.Read(track.Path, settings.SampleRate).Samples, settings);
    }

    private static LoadedTracks Load(
        AudioDataSet dataSet,
        FeatureSettings settings,
        Func<AudioTrack, IReadOnlyList<FeatureMatrix>> piecesOf,
        IReadOnlyList<string>? genres,
        IProgress<TrackProgress>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(dataSet);
        genres ??= dataSet.Genres;
        var labels = dataSet.Tracks.Select(track => GenreIndex.Of(track.Genre, genres, track.Name)).ToArray();
        var loaded = new LabelledTrack[dataSet.Tracks.Count][];
        var reasons = new string?[dataSet.Tracks.Count];
        var done = 0;
        try
        {
            Parallel.For(
                0, loaded.Length,
                new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount },
                LoadOne);
        }
        catch (AggregateException exception) when (exception.InnerExceptions.OfType<ExtractorException>().FirstOrDefault() is { } reason)
        {
            // No track is to blame, and none can be read.
            ExceptionDispatchInfo.Throw(reason);
        }

        SkippedResult[] skipped = [.. dataSet.Unreadable, .. dataSet.Tracks.Zip(reasons).Where(pair => pair.Second is not null)
            .Select(pair => new SkippedResult(pair.First.Name, pair.Second!))];
        return loaded.Any(pieces => pieces.Length > 0)
            ? new LoadedTracks(new TrackSet(genres, [.. loaded.SelectMany(pieces => pieces)]), skipped)
            {
                Origins = [.. loaded.SelectMany((pieces, i) => Enumerable.Repeat(i, pieces.Length))],
            }
            : throw new DataSetException(
                $"None of the {loaded.Length} tracks of '{dataSet.Name}' could be read; {dataSet.Tracks[0].Name}: {reasons[0]}");

        void LoadOne(int i)
        {
            var track = dataSet.Tracks[i];
            try
            {
                loaded[i] = [.. piecesOf(track).Select(piece => new LabelledTrack(track.Name, labels[i], piece))];
            }
            catch (Exception exception) when (TrackError.IsExpected(exception))
            {
                (loaded[i], reasons[i]) = ([], TrackError.Line(exception));
            }

            progress?.Report(new TrackProgress(Interlocked.Increment(ref done), loaded.Length));
        }
    }

    private static float[] Middle(float[] samples, double? length)
    {
        if (!(length < samples.Length))
        {
            return samples;
        }

        var kept = (int)length.Value;
        var start = (samples.Length - kept) / 2;
        return samples[start..(start + kept)];
    }
}
