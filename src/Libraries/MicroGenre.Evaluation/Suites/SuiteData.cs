using MicroGenre.Evaluation.DataSets;
using MicroGenre.Evaluation.Splits;
using MicroGenre.Learning;
using MicroGenre.Signal;

namespace MicroGenre.Evaluation.Suites;

/// <summary>The tracks of one run: to learn from, to choose the best epoch by where a recipe does so, and to be measured on.</summary>
/// <param name="Split">How they were divided.</param>
/// <param name="Train">Tracks to learn from.</param>
/// <param name="Validation">Tracks to choose by.</param>
/// <param name="Test">Tracks to measure on.</param>
public sealed record SuiteParts(string Split, TrackSet Train, TrackSet? Validation, TrackSet Test);

/// <summary>What suites run on: audio in genre folders, or spectrograms that come with lists.</summary>
public sealed class SuiteData
{
    private const double HoldOutShare = 0.1;
    private readonly Func<FeatureSettings, SuiteParts?> _listed;
    private readonly Func<FeatureSettings, TrackSet> _whole;
    private readonly Dictionary<string, TrackSet> _computed = new(StringComparer.Ordinal);

    private SuiteData(Func<FeatureSettings, SuiteParts?> listed, Func<FeatureSettings, TrackSet> whole) => (_listed, _whole) = (listed, whole);

    /// <summary>
    /// Opens a folder: one with <c>train.npy</c>, <c>train.csv</c>, <c>valid.npy</c> and <c>valid.csv</c> (log-mel spectrograms, divided by their lists: learnt on
    /// the first, measured on the second), or else one of genre folders, or a manifest.
    /// </summary>
    /// <exception cref="DataSetException">It holds no data.</exception>
    public static SuiteData Open(string path)
    {
        if (File.Exists(Path.Combine(path, "train.npy")))
        {
            var train = SpectrogramFiles.Read(Path.Combine(path, "train.npy"), Path.Combine(path, "train.csv"));
            var test = SpectrogramFiles.Read(Path.Combine(path, "valid.npy"), Path.Combine(path, "valid.csv"), train.Genres);
            return new SuiteData(settings => new SuiteParts("lists", Convert(train, settings), null, Convert(test, settings)), _ => train);
        }

        var dataSet = File.Exists(path) ? CsvManifest.Open(path) : GenreFolders.Open(path);
        return new SuiteData(_ => null, settings => AudioLoader.Load(dataSet, settings).Tracks);
    }

    /// <summary>The tracks for a run.</summary>
    /// <param name="recipe">What is trained: its features are computed, and tracks are held out for it where it stops early.</param>
    /// <param name="shares">How tracks without lists are divided.</param>
    /// <param name="seed">Decides every random choice.</param>
    /// <exception cref="DataSetException">The data cannot give the recipe's features.</exception>
    public SuiteParts Divide(Recipe recipe, IReadOnlyList<PartShare> shares, int seed)
    {
        var needsValidation = recipe.Training.EarlyStopping is not null;
        if (_listed(recipe.Features) is { } listed)
        {
            var (train, validation) = needsValidation ? HoldOut.Of(listed.Train, HoldOutShare, seed) : new HoldOut(listed.Train, null);
            return listed with { Train = train, Validation = validation };
        }

        var tracks = TracksOf(recipe.Features);
        var split = Splitter.Random([.. tracks.Tracks.Select(track => new SplitTrack(track.Name, tracks.Genres[track.Genre]))], shares, seed);
        var byName = tracks.Tracks.Index().ToDictionary(entry => entry.Item.Name, entry => entry.Index, StringComparer.Ordinal);
        TrackSet Part(string name) => tracks.Select(split[name].Select(track => byName[track]));
        return new SuiteParts(split.Name, Part("train"), needsValidation ? Part("valid") : null, Part("test"));
    }

    private TrackSet TracksOf(FeatureSettings settings)
    {
        var key = settings.CanonicalJson();
        return _computed.TryGetValue(key, out var tracks) ? tracks : _computed[key] = _whole(settings);
    }

    // MFCC are a cosine transform of the log-mel spectrogram, so that spectrograms are enough for both.
    private static TrackSet Convert(TrackSet tracks, FeatureSettings settings) => settings switch
    {
        MfccSettings { Deltas: 0 } mfcc => new TrackSet(tracks.Genres, [.. tracks.Tracks.Select(track => track with { Features = Cosine(track.Features, mfcc) })]),
        LogMelSettings and not MfccSettings => tracks,
        _ => throw new DataSetException($"Spectrograms cannot give the feature {settings.Feature}: it needs audio."),
    };

    // The orthonormal DCT-II over each frame's bands.
    private static FeatureMatrix Cosine(FeatureMatrix logMel, MfccSettings settings)
    {
        var first = settings.IncludeC0 ? 0 : 1;
        var result = new FeatureMatrix(settings.Coefficients, logMel.Frames);
        for (var coefficient = 0; coefficient < settings.Coefficients; coefficient++)
        {
            var row = result.Row(coefficient);
            var order = coefficient + first;
            var scale = Math.Sqrt((order == 0 ? 1.0 : 2.0) / logMel.Rows);
            for (var band = 0; band < logMel.Rows; band++)
            {
                var weight = (float)(scale * Math.Cos(Math.PI * order * (band + 0.5) / logMel.Rows));
                var values = logMel.Row(band);
                for (var frame = 0; frame < row.Length; frame++)
                {
                    row[frame] += weight * values[frame];
                }
            }
        }

        return result;
    }
}
