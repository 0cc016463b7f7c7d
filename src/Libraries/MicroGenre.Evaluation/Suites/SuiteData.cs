using MicroGenre.DataSets;
using MicroGenre.DataSets.Splits;
using MicroGenre.Learning;
using MicroGenre.Signal;

namespace MicroGenre.Evaluation.Suites;

/// <summary>The tracks of one run: training, optional validation, and test tracks.</summary>
/// <param name="Split">The name of the split.</param>
/// <param name="Train">The training tracks.</param>
/// <param name="Validation">The validation tracks, by which early stopping selects the best epoch.</param>
/// <param name="Test">The test tracks.</param>
public sealed record SuiteParts(string Split, TrackSet Train, TrackSet? Validation, TrackSet Test)
{
    internal const string Training = "train";
    internal const string Choosing = "valid";
    internal const string Testing = "test";

    /// <summary>The parts with their names in splits.</summary>
    internal IReadOnlyList<(string Part, TrackSet Tracks)> Named() =>
        [(Training, Train), .. Validation is { } chosenBy ? [(Choosing, chosenBy)] : Array.Empty<(string, TrackSet)>(), (Testing, Test)];
}

/// <summary>The data for suites: audio in genre folders, or spectrograms with lists.</summary>
public sealed class SuiteData
{
    private const double HoldOutShare = 0.1;
    private readonly SuiteParts? _listed;
    private readonly AudioDataSet? _audio;
    private readonly Split? _split;
    private readonly bool _mayLeak;
    private readonly Lazy<IReadOnlyDictionary<string, string>> _recordings;
    private readonly Dictionary<string, TrackSet> _loaded = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SuiteParts> _pooled = new(StringComparer.Ordinal);
    private SuiteData? _beside;

    private SuiteData(SuiteParts? listed, AudioDataSet? audio, Split? split, bool mayLeak)
    {
        (_listed, _audio, _split, _mayLeak) = (listed, audio, split, mayLeak);
        _recordings = new Lazy<IReadOnlyDictionary<string, string>>(() => Recordings.Of(_audio!));
    }

    /// <summary>
    /// Opens a folder. With <c>train.npy</c>, <c>train.csv</c>, <c>valid.npy</c> and <c>valid.csv</c>, it holds log-mel spectrograms that
    /// are already split: the first for training, the second for testing. Otherwise it is a data set of audio (<see cref="DataSetKinds"/>).
    /// </summary>
    /// <param name="path">The folder, or a manifest.</param>
    /// <param name="kind">The kind of data set; by default detected from the content.</param>
    /// <param name="mayLeak">Whether training and test tracks may share tracks, groups or copies.</param>
    /// <param name="split">A split of audio tracks with parts called <c>train</c>, <c>test</c> and optionally <c>valid</c>; by default the
    /// one that the authors of the data published, or else the suite's random split for each seed.</param>
    /// <param name="timing">The timing of spectrograms, where their labels do not say it. If neither does, it is taken to be that of each
    /// recipe.</param>
    /// <exception cref="DataSetException">The folder has no data, the kind is unknown, or the split or the timing does not fit the
    /// data.</exception>
    public static SuiteData Open(
        string path, string? kind = null, bool mayLeak = false, Split? split = null, FrameTiming? timing = null)
    {
        if (kind is null && File.Exists(Path.Combine(path, "train.npy")))
        {
            if (split is not null)
            {
                throw new DataSetException($"'{path}' is already split by its lists.");
            }

            var train = SpectrogramFiles.Read(Path.Combine(path, "train.npy"), Path.Combine(path, "train.csv"), timing: timing);
            var test = SpectrogramFiles.Read(Path.Combine(path, "valid.npy"), Path.Combine(path, "valid.csv"), train.Genres, timing);
            var parts = new SuiteParts("lists", train, null, test);
            if (!mayLeak)
            {
                LeakCheck.Demand(parts.Split, parts.Named());
            }

            return new SuiteData(parts, null, null, mayLeak);
        }

        if (split is not null && split.Parts.Select(part => part.Name)
            .Intersect([SuiteParts.Training, SuiteParts.Testing], StringComparer.Ordinal).Count() < 2)
        {
            throw new DataSetException(
                $"The split '{split.Name}' needs parts called '{SuiteParts.Training}' and '{SuiteParts.Testing}'; it has: "
                + $"{string.Join(", ", split.Parts.Select(part => part.Name))}.");
        }

        if (timing is not null)
        {
            throw new DataSetException($"'{path}' is audio: its frames have the hop of each recipe.");
        }

        return new SuiteData(null, DataSetKinds.Open(path, kind), split, mayLeak);
    }

    /// <summary>Adds audio for the rows that these spectrograms cannot serve.</summary>
    /// <exception cref="DataSetException">These are not spectrograms, or the others are.</exception>
    public SuiteData WithAudio(SuiteData audio)
    {
        ArgumentNullException.ThrowIfNull(audio);
        return _listed is not null && audio._audio is not null ? new SuiteData(_listed, null, null, _mayLeak) { _beside = audio }
            : throw new DataSetException("Audio can be added to spectrograms only.");
    }

    /// <summary>The protocols by which a row of a suite can be measured, the strictest last.</summary>
    /// <inheritdoc cref="Protocols" path="/remarks"/>
    internal IReadOnlyList<SuiteProtocol> ProtocolsOf(Suite suite, SuiteRow row) =>
        suite.WithinTraining ? [SuiteProtocol.Paper] : For(row).Protocols;

    /// <summary>Selects the tracks for the runs of a row: one set of parts, or one for each fold.</summary>
    /// <inheritdoc cref="Divide(Suite, Recipe, SuiteProtocol?)"/>
    internal IReadOnlyList<SuiteParts> Divide(Suite suite, SuiteRow row, Recipe recipe, SuiteProtocol protocol) =>
        row.Folds is { } folds ? For(row).DivideFolds(recipe, protocol, folds) : [For(row).Divide(suite, recipe, protocol)];

    private SuiteData For(SuiteRow row) => row.Recipe.NeedsFiles || row.Folds is not null ? _beside ?? this : this;

    /// <summary>
    /// The protocols by which the tracks can be divided, the strictest last: lists allow both, as do groups and the split of a data set; a
    /// split that the caller gave is the only one.
    /// </summary>
    public IReadOnlyList<SuiteProtocol> Protocols =>
        _split is not null ? [SuiteProtocol.ArtistAware]
        : _listed is not null || _audio!.PublishedSplit is not null || _audio.Tracks.Any(track => track.Group is not null)
            ? [SuiteProtocol.Paper, SuiteProtocol.ArtistAware] : [SuiteProtocol.Paper];

    /// <summary>Whether the data says how far apart the frames are: audio does, spectrograms may not.</summary>
    public bool IsTimed => _listed is null or { Train.Timing: not null };

    /// <summary>The path of a track's audio; <see langword="null"/> if there is none.</summary>
    public string? AudioOf(string track) =>
        _audio?.Tracks.FirstOrDefault(other => string.Equals(other.Name, track, StringComparison.Ordinal))?.Path ?? _beside?.AudioOf(track);

    /// <summary>Selects the tracks for a run.</summary>
    /// <param name="suite">The suite, which defines random splits.</param>
    /// <param name="recipe">The recipe: its features are computed, tracks of other genres are dropped, and tracks are held out if it stops
    /// early.</param>
    /// <param name="protocol">How to divide the tracks, one of <see cref="Protocols"/>; by default the strictest.</param>
    /// <exception cref="DataSetException">The data cannot provide the recipe's features, or lacks one of its genres.</exception>
    /// <exception cref="LeakException">Training and test tracks share something that they must not.</exception>
    public SuiteParts Divide(Suite suite, Recipe recipe, SuiteProtocol? protocol = null)
    {
        ArgumentNullException.ThrowIfNull(suite);
        ArgumentNullException.ThrowIfNull(recipe);
        var needsValidation = recipe.Training.EarlyStopping is not null;
        if (_listed is { } listed)
        {
            if (recipe.NeedsFiles)
            {
                throw new DataSetException(
                    $"'{recipe.Name}' needs {(recipe.Features is PictureSettings ? "pictures" : "audio")}, not spectrograms.");
            }

            if (suite.WithinTraining || protocol == SuiteProtocol.Paper)
            {
                return DividePool(suite, recipe, listed, needsValidation);
            }

            var all = Select(recipe, listed.Train);
            var (train, validation) = needsValidation ? HoldOut.Of(all, HoldOutShare, recipe.Seed) : new HoldOut(all, null);
            return listed with { Train = train, Validation = validation, Test = Select(recipe, listed.Test) };
        }

        return suite.WithinTraining
            ? throw new DataSetException($"'{suite.Name}' divides a training list: it needs spectrograms with lists.")
            : DivideAudio(suite, recipe, needsValidation, protocol ?? Protocols[^1]);
    }

    private List<SuiteParts> DivideFolds(Recipe recipe, SuiteProtocol protocol, int folds)
    {
        if (_audio is null)
        {
            throw new DataSetException($"'{recipe.Name}' needs audio here: it is measured by cross-validation over its tracks.");
        }

        var tracks = Select(recipe, Load(recipe));
        var toSplit = ToSplit(tracks);
        var splits = protocol == SuiteProtocol.ArtistAware ? Splitter.GroupFolds(toSplit, folds, recipe.Seed)
            : Splitter.StratifiedFolds(toSplit, folds, recipe.Seed);
        return [.. splits.Select(split => PartsOf(
            split, tracks, toSplit, recipe, recipe.Training.EarlyStopping is not null, protocol == SuiteProtocol.ArtistAware))];
    }

    // Both lists together, at random. The same parts serve all recipes, whose tracks are hashed once.
    private SuiteParts DividePool(Suite suite, Recipe recipe, SuiteParts listed, bool needsValidation)
    {
        var key = string.Join('|', [$"{suite.WithinTraining}", .. suite.Shares.Select(share => $"{share}"),
            $"{recipe.Seed}", $"{needsValidation}",
            .. recipe.Genres ?? []]);
        return _pooled.TryGetValue(key, out var known) ? known : _pooled[key] = Pool();

        SuiteParts Pool()
        {
            var all = Select(recipe, suite.WithinTraining ? listed.Train : listed.Train.Concat(listed.Test));

            // Two tracks may have the same name; their numbers distinguish them.
            var numbered = all.Tracks.Select((track, i) => new SplitTrack($"{i:D9}", all.Genres[track.Genre])).ToList();
            var split = Splitter.Random(numbered, suite.Shares, recipe.Seed);
            var isChosenBy = needsValidation && split.Parts.Any(part => part.Name == SuiteParts.Choosing);
            var parts = new SuiteParts(
                split.Name, Part(SuiteParts.Training), isChosenBy ? Part(SuiteParts.Choosing) : null, Part(SuiteParts.Testing));
            return WithValidation(parts, recipe, needsValidation);

            TrackSet Part(string name) => split[name].Select(int.Parse).ToList() is { Count: > 0 } part ? all.Select(part)
                : throw new DataSetException($"{all.Tracks.Count} tracks are too few for the part '{name}' of the split '{split.Name}'.");
        }
    }

    private static SuiteParts WithValidation(
        SuiteParts parts, Recipe recipe, bool needsValidation, IReadOnlyList<int>? origins = null)
    {
        if (!needsValidation || parts.Validation is not null)
        {
            return parts;
        }

        var (train, validation) = HoldOut.Of(parts.Train, HoldOutShare, recipe.Seed, origins);
        return parts with { Train = train, Validation = validation };
    }

    private SuiteParts DivideAudio(Suite suite, Recipe recipe, bool needsValidation, SuiteProtocol protocol)
    {
        var tracks = Select(recipe, Load(recipe));
        var toSplit = ToSplit(tracks);
        var isAware = protocol == SuiteProtocol.ArtistAware;
        var split = (isAware ? _split ?? _audio!.PublishedSplit : null)
            ?? (isAware ? Splitter.ByGroup(toSplit, suite.Shares, recipe.Seed) : Splitter.Random(toSplit, suite.Shares, recipe.Seed));
        return PartsOf(split, tracks, toSplit, recipe, needsValidation, isAware);
    }

    private SplitTrack[] ToSplit(TrackSet tracks)
    {
        var known = _audio!.Tracks.ToDictionary(track => track.Name, StringComparer.Ordinal);
        return [.. tracks.Tracks.Select(track => track.Name).Distinct(StringComparer.Ordinal)
            .Select(name => new SplitTrack(name, known[name].Genre, known[name].Group))];
    }

    private SuiteParts PartsOf(
        Split split, TrackSet tracks, SplitTrack[] toSplit, Recipe recipe, bool needsValidation, bool isAware)
    {
        // The pieces of a track have its name.
        var numbers = tracks.Tracks.Index().ToLookup(entry => entry.Item.Name, entry => entry.Index, StringComparer.Ordinal);
        var isChosenBy = needsValidation && split.Parts.Any(part => part.Name == SuiteParts.Choosing);
        var parts = new SuiteParts(
            split.Name, Part(SuiteParts.Training), isChosenBy ? Part(SuiteParts.Choosing) : null, Part(SuiteParts.Testing));
        if (!_mayLeak)
        {
            Check(split, parts, isAware ? toSplit : [.. toSplit.Select(track => track with { Group = null })]);
        }

        return WithValidation(parts, recipe, needsValidation, [.. parts.Train.Tracks.Select(track => numbers[track.Name].First())]);

        TrackSet Part(string name) => split[name].SelectMany(track => numbers[track]).ToList() is { Count: > 0 } part
            ? tracks.Select(part)
            : throw new DataSetException($"None of the tracks of '{_audio!.Name}' is in the part '{name}' of the split '{split.Name}'.");
    }

    // Copies are found by their sound; clips too short for that, by their features. Copies are faults of the data in any protocol.
    private void Check(Split split, SuiteParts parts, SplitTrack[] tracks)
    {
        var named = parts.Named();
        var used =
            new Split(split.Name, [.. named.Select(part => new SplitPart(
                part.Part, [.. part.Tracks.Tracks.Select(track => track.Name).Distinct(StringComparer.Ordinal)]))]);
        LeakCheck.Demand(used, [.. tracks.Select(track => track with { Content = _recordings.Value[track.Name] })]);
        LeakCheck.Demand(split.Name, named);
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

    private TrackSet Load(Recipe recipe)
    {
        var copies = recipe.CopiesToLearnFrom;
        var key = string.Join('\n', copies.Prepend(recipe.Features).Select(settings => settings.CanonicalJson()));
        return _loaded.TryGetValue(key, out var tracks) ? tracks
            : _loaded[key] = AudioLoader.Load(_audio!, recipe.Features, copies: copies).Tracks;
    }
}
