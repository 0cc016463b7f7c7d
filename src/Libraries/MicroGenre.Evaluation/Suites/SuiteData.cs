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
    private readonly SuiteParts? _listed;
    private readonly Func<FeatureSettings, TrackSet> _load;
    private readonly Dictionary<string, TrackSet> _loaded = new(StringComparer.Ordinal);

    private SuiteData(SuiteParts? listed, Func<FeatureSettings, TrackSet> load) => (_listed, _load) = (listed, load);

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
            return new SuiteData(new SuiteParts("lists", train, null, test), _ => train);
        }

        var dataSet = File.Exists(path) ? CsvManifest.Open(path) : GenreFolders.Open(path);
        return new SuiteData(null, settings => AudioLoader.Load(dataSet, settings).Tracks);
    }

    /// <summary>The tracks for a run.</summary>
    /// <param name="suite">The suite: how tracks without lists are divided.</param>
    /// <param name="recipe">What is trained: its features are computed, tracks of other genres than its own are left out, and some are held out for it where it stops early.</param>
    /// <exception cref="DataSetException">The data cannot give the recipe's features, or lacks a genre of it.</exception>
    public SuiteParts Divide(Suite suite, Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(suite);
        ArgumentNullException.ThrowIfNull(recipe);
        var needsValidation = recipe.Training.EarlyStopping is not null;
        if (_listed is { } listed)
        {
            if (recipe.Features is not LogMelSettings)
            {
                throw new DataSetException($"Spectrograms cannot give the feature {recipe.Features.Feature} of '{recipe.Name}': it needs audio.");
            }

            var all = Select(recipe, listed.Train);
            var (train, validation) = needsValidation ? HoldOut.Of(all, HoldOutShare, recipe.Seed) : new HoldOut(all, null);
            return listed with { Train = train, Validation = validation, Test = Select(recipe, listed.Test) };
        }

        var tracks = Select(recipe, Load(recipe.Features));
        var split = Splitter.Random([.. tracks.Tracks.Select(track => new SplitTrack(track.Name, tracks.Genres[track.Genre]))], suite.Shares, recipe.Seed);
        var byName = tracks.Tracks.Index().ToDictionary(entry => entry.Item.Name, entry => entry.Index, StringComparer.Ordinal);
        TrackSet Part(string name) => tracks.Select(split[name].Select(track => byName[track]));
        return new SuiteParts(split.Name, Part("train"), needsValidation ? Part("valid") : null, Part("test"));
    }

    private static TrackSet Select(Recipe recipe, TrackSet tracks)
    {
        try
        {
            return recipe.Select(tracks);
        }
        catch (ArgumentException exception)
        {
            throw new DataSetException(TrackError.Line(exception), exception);
        }
    }

    private TrackSet Load(FeatureSettings settings)
    {
        var key = settings.CanonicalJson();
        return _loaded.TryGetValue(key, out var tracks) ? tracks : _loaded[key] = _load(settings);
    }
}
