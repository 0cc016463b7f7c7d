using System.Runtime.ExceptionServices;
using MicroGenre.DataSets.Splits;
using MicroGenre.Learning;
using MicroGenre.Signal;

namespace MicroGenre.DataSets;

/// <summary>The tracks that were read, and those that were skipped.</summary>
/// <param name="Tracks">The tracks with their features.</param>
/// <param name="Skipped">The skipped tracks, with the reason.</param>
public sealed record LoadedTracks(TrackSet Tracks, IReadOnlyList<SkippedResult> Skipped)
{
    /// <summary>For each track, the number of the audio file it was cut from; pieces of one file have the same number.</summary>
    public IReadOnlyList<int> Origins { get; init; } = [.. Enumerable.Range(0, Tracks.Tracks.Count)];

    /// <summary>The split that the authors of the data published; <see langword="null"/> for none.</summary>
    public Split? PublishedSplit { get; init; }

    /// <summary>
    /// The parts <c>train</c> and <c>valid</c> of the published split; <see langword="null"/> without one, or if a part has no track.
    /// </summary>
    public HoldOut? Published()
    {
        if (PublishedSplit is null)
        {
            return null;
        }

        var numbers = Tracks.Tracks.Index().ToLookup(track => track.Item.Name, track => track.Index, StringComparer.Ordinal);
        var (train, validation) = (Part("train"), Part("valid"));
        return train.Count == 0 || validation.Count == 0 ? null : new HoldOut(Tracks.Select(train), Tracks.Select(validation));

        List<int> Part(string name) => [.. PublishedSplit[name].SelectMany(track => numbers[track])];
    }
}

/// <summary>Cuts a track into at least one piece that represents it.</summary>
/// <param name="samples">The track's samples.</param>
/// <param name="sampleRate">Samples per second, in Hz.</param>
public delegate IReadOnlyList<float[]> TrackCut(float[] samples, int sampleRate);

/// <summary>Computes the features of a track.</summary>
/// <param name="track">The track.</param>
/// <param name="settings">The features to compute.</param>
/// <param name="cancellationToken">Cancels the computation.</param>
public delegate FeatureMatrix TrackFeatures(AudioTrack track, FeatureSettings settings, CancellationToken cancellationToken);

/// <summary>The progress of an operation on tracks.</summary>
/// <param name="Done">Number of tracks done.</param>
/// <param name="Total">Total number of tracks.</param>
public sealed record TrackProgress(int Done, int Total);

/// <summary>Reads audio files and computes the features of a recipe.</summary>
/// <example><code>
/// var tracks = AudioLoader.Load(DataSetKinds.Open("gtzan"), new LogMelSettings()).Tracks;
/// </code></example>
public static class AudioLoader
{
    /// <summary>Reads the tracks of a data set, several in parallel. Tracks that cannot be read are skipped and reported.</summary>
    /// <param name="dataSet">The tracks.</param>
    /// <param name="settings">The features to compute.</param>
    /// <param name="genres">The allowed genres, in the order of the class numbers; by default those of the data set.</param>
    /// <param name="progress">Receives a report after each track.</param>
    /// <param name="cut">Cuts each track into pieces, which become tracks with its name; by default the whole track.</param>
    /// <param name="copies">The features of copies to learn from (<see cref="Recipe.CopiesToLearnFrom"/>); by default none.</param>
    /// <param name="cancellationToken">Cancels between tracks.</param>
    /// <exception cref="DataSetException">No track could be read, or a track has a genre that is not in
    /// <paramref name="genres"/>.</exception>
    public static LoadedTracks Load(
        AudioDataSet dataSet,
        FeatureSettings settings,
        IReadOnlyList<string>? genres = null,
        IProgress<TrackProgress>? progress = null,
        TrackCut? cut = null,
        IReadOnlyList<FeatureSettings>? copies = null,
        CancellationToken cancellationToken = default)
    {
        return Load(dataSet, settings, Pieces, genres, progress, cancellationToken);

        IReadOnlyList<IReadOnlyList<FeatureMatrix>> Pieces(AudioTrack track)
        {
            if (settings is PictureSettings picture)
            {
                return [[PictureFile.Read(track.Path, picture)]];
            }

            var samples = AudioFile.Read(track.Path, settings.SampleRate).Samples;
            return [.. CutEvenly(samples, dataSet.PieceSeconds * settings.SampleRate)
                .SelectMany(piece => cut?.Invoke(piece, settings.SampleRate) ?? [piece])
                .Select(piece => FeatureExtractor.Extract(piece, [settings, .. copies ?? []]))];
        }
    }

    /// <summary>Reads the tracks of a data set, whole, with features from another source.</summary>
    /// <param name="dataSet">The tracks.</param>
    /// <param name="settings">The features to compute.</param>
    /// <param name="features">Computes the features of a track. If it throws <see cref="AudioFormatException"/> or
    /// <see cref="IOException"/>, the track is skipped and reported.</param>
    /// <param name="genres">The allowed genres, in the order of the class numbers; by default those of the data set.</param>
    /// <param name="progress">Receives a report after each track.</param>
    /// <param name="copies">The features of copies to learn from (<see cref="Recipe.CopiesToLearnFrom"/>); by default none.</param>
    /// <param name="cancellationToken">Cancels between tracks.</param>
    /// <exception cref="DataSetException">No track could be read, or a track has a genre that is not in
    /// <paramref name="genres"/>.</exception>
    public static LoadedTracks Load(
        AudioDataSet dataSet,
        FeatureSettings settings,
        TrackFeatures features,
        IReadOnlyList<string>? genres = null,
        IProgress<TrackProgress>? progress = null,
        IReadOnlyList<FeatureSettings>? copies = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(features);
        return Load(
            dataSet, settings,
            track => [[.. (copies ?? []).Prepend(settings).Select(wanted => features(track, wanted, cancellationToken))]],
            genres, progress, cancellationToken);
    }

    /// <summary>Computes the features of a track from its file.</summary>
    /// <param name="track">The track.</param>
    /// <param name="settings">The features to compute.</param>
    /// <exception cref="AudioFormatException">The file cannot be decoded.</exception>
    public static FeatureMatrix Compute(AudioTrack track, FeatureSettings settings)
    {
        ArgumentNullException.ThrowIfNull(track);
        ArgumentNullException.ThrowIfNull(settings);
        return settings is PictureSettings picture ? PictureFile.Read(track.Path, picture)
            : Feature.Compute(AudioFile.Read(track.Path, settings.SampleRate).Samples, settings);
    }

    private static LoadedTracks Load(
        AudioDataSet dataSet,
        FeatureSettings settings,
        Func<AudioTrack, IReadOnlyList<IReadOnlyList<FeatureMatrix>>> piecesOf,
        IReadOnlyList<string>? genres,
        IProgress<TrackProgress>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(dataSet);
        CheckFiles(dataSet, settings);
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
            // This error concerns the settings rather than a track, so no track could be read.
            ExceptionDispatchInfo.Throw(reason);
        }

        SkippedResult[] skipped = [.. dataSet.Unreadable, .. dataSet.Tracks.Zip(reasons).Where(pair => pair.Second is not null)
            .Select(pair => new SkippedResult(pair.First.Name, pair.Second!))];
        return loaded.Any(pieces => pieces.Length > 0)
            ? new LoadedTracks(Gather(), skipped)
            {
                PublishedSplit = dataSet.PublishedSplit,
                Origins = [.. loaded.SelectMany((pieces, i) => Enumerable.Repeat(i, pieces.Length))],
            }
            : throw new DataSetException(
                $"None of the {loaded.Length} tracks of '{dataSet.Name}' could be read; {dataSet.Tracks[0].Name}: {reasons[0]}");

        TrackSet Gather() => new(genres, [.. loaded.SelectMany(pieces => pieces)]) { Timing = FrameTiming.Of(settings) };

        void LoadOne(int i)
        {
            var track = dataSet.Tracks[i];
            try
            {
                loaded[i] = [.. piecesOf(track).Select(piece =>
                    new LabelledTrack(track.Name, labels[i], piece[0]) { Copies = [.. piece.Skip(1)] })];
            }
            catch (Exception exception) when (TrackError.IsExpected(exception))
            {
                (loaded[i], reasons[i]) = ([], TrackError.Line(exception));
            }

            progress?.Report(new TrackProgress(Interlocked.Increment(ref done), loaded.Length));
        }
    }

    // Otherwise every single track would be skipped for the same reason.
    private static void CheckFiles(AudioDataSet dataSet, FeatureSettings settings)
    {
        var pictures = dataSet.Tracks.Count(track => PictureFolders.IsPicture(track.Path));
        if (settings is PictureSettings && pictures == 0)
        {
            throw new DataSetException($"'{dataSet.Name}' has no .png pictures, which the feature {settings.Feature} is read from.");
        }

        if (settings is not PictureSettings && pictures == dataSet.Tracks.Count)
        {
            throw new DataSetException(
                $"'{dataSet.Name}' has pictures and no audio, which the feature {settings.Feature} is computed from; "
                + "the recipe lenet-pictures learns from pictures.");
        }
    }

    // As many whole pieces as fit, one after the other, around the middle.
    private static IEnumerable<float[]> CutEvenly(float[] samples, double? length)
    {
        if (!(length < samples.Length))
        {
            return [samples];
        }

        var size = (int)length.Value;
        var count = samples.Length / size;
        var start = (samples.Length - (count * size)) / 2;
        return Enumerable.Range(0, count).Select(i => samples[(start + (i * size))..(start + ((i + 1) * size))]);
    }
}
