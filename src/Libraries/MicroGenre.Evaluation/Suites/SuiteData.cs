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
    private readonly AudioDataSet? _audio;
    private readonly bool _mayLeak;
    private readonly Dictionary<string, TrackSet> _loaded = new(StringComparer.Ordinal);

    private SuiteData(SuiteParts? listed, AudioDataSet? audio, bool mayLeak) => (_listed, _audio, _mayLeak) = (listed, audio, mayLeak);

    /// <summary>
    /// Opens a folder: one with <c>train.npy</c>, <c>train.csv</c>, <c>valid.npy</c> and <c>valid.csv</c> (log-mel spectrograms, divided by their lists: learnt on
    /// the first, measured on the second), or else a data set of audio (<see cref="DataSetKinds"/>).
    /// </summary>
    /// <param name="path">The folder, or a manifest.</param>
    /// <param name="kind">Which data set it is; told by what the folder holds, unless named.</param>
    /// <param name="mayLeak">Whether tracks to learn from and tracks to be measured on may share tracks, groups or copies.</param>
    /// <exception cref="DataSetException">It holds no data, or there is no such kind of data set.</exception>
    public static SuiteData Open(string path, string? kind = null, bool mayLeak = false)
    {
        if (kind is null && File.Exists(Path.Combine(path, "train.npy")))
        {
            var train = SpectrogramFiles.Read(Path.Combine(path, "train.npy"), Path.Combine(path, "train.csv"));
            var test = SpectrogramFiles.Read(Path.Combine(path, "valid.npy"), Path.Combine(path, "valid.csv"), train.Genres);
            return new SuiteData(Checked(new SuiteParts("lists", train, null, test), mayLeak), null, mayLeak);
        }

        return new SuiteData(null, DataSetKinds.Open(path, kind), mayLeak);
    }

    /// <summary>Where the audio of a track is; <see langword="null"/> when there is none.</summary>
    public string? AudioOf(string track) => _audio?.Tracks.FirstOrDefault(other => string.Equals(other.Name, track, StringComparison.Ordinal))?.Path;

    /// <summary>The tracks for a run.</summary>
    /// <param name="suite">The suite: how tracks without lists are divided.</param>
    /// <param name="recipe">What is trained: its features are computed, tracks of other genres than its own are left out, and some are held out for it where it stops early.</param>
    /// <exception cref="DataSetException">The data cannot give the recipe's features, or lacks a genre of it.</exception>
    /// <exception cref="LeakException">Tracks to learn from and tracks to be measured on share something, and may not.</exception>
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
        var groups = _audio!.Tracks.ToDictionary(track => track.Name, track => track.Group, StringComparer.Ordinal);
        SplitTrack[] toSplit = [.. tracks.Tracks.Select(track => new SplitTrack(track.Name, tracks.Genres[track.Genre], groups[track.Name]))];
        var split = toSplit.Any(track => track.Group is not null)
            ? Splitter.ByGroup(toSplit, suite.Shares, recipe.Seed)
            : Splitter.Random(toSplit, suite.Shares, recipe.Seed);
        var byName = tracks.Tracks.Index().ToDictionary(entry => entry.Item.Name, entry => entry.Index, StringComparer.Ordinal);
        TrackSet Part(string name) => tracks.Select(split[name].Select(track => byName[track]));
        return Checked(new SuiteParts(split.Name, Part("train"), needsValidation ? Part("valid") : null, Part("test")), _mayLeak);
    }

    private static SuiteParts Checked(SuiteParts parts, bool mayLeak)
    {
        if (!mayLeak)
        {
            LeakCheck.Demand(parts.Split, [("train", parts.Train), .. parts.Validation is { } held ? [("valid", held)] : Array.Empty<(string, TrackSet)>(), ("test", parts.Test)]);
        }

        return parts;
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
        return _loaded.TryGetValue(key, out var tracks) ? tracks : _loaded[key] = AudioLoader.Load(_audio!, settings).Tracks;
    }
}
