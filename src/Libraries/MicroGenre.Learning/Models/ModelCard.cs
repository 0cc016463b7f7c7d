namespace MicroGenre.Learning;

/// <summary>A model's description and origin: the content of <c>model.json</c>.</summary>
public sealed record ModelCard
{
    /// <summary>The model's name, which is its folder in the repository.</summary>
    public required string Name { get; init; }

    /// <summary>Its version, counted from 1.</summary>
    public required int Version { get; init; }

    /// <summary>The recipe that it was trained with, including the features that it needs.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>The genres, in the order of the probabilities.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>
    /// Names of the genres for display, by label, such as <c>Hip-Hop</c> for <c>hiphop</c>; <see langword="null"/> in cards of earlier
    /// versions.
    /// </summary>
    public IReadOnlyDictionary<string, string>? DisplayNames { get; init; }

    /// <summary>The tracks it was trained on.</summary>
    public required DataSummary Train { get; init; }

    /// <summary>The validation tracks, if any.</summary>
    public DataSummary? Validation { get; init; }

    /// <summary>
    /// Hashes of the training tracks' features: see <see cref="TrackHashes"/>; <see langword="null"/> in cards of earlier versions.
    /// </summary>
    public string? TrainTracks { get; init; }

    /// <summary>Measurements such as <c>trainAccuracy</c> and <c>validationAccuracy</c>; accuracies range from 0 to 1.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>The calibration of the probabilities; <see langword="null"/> if no tracks were left to fit it.</summary>
    public Calibration? Calibration { get; init; }

    /// <summary>
    /// The bounds of familiar music; <see langword="null"/> if there are none, and then the model calls no music unfamiliar.
    /// </summary>
    public Familiarity? Familiarity { get; init; }

    /// <summary>
    /// The confusion matrix, <c>[actual][predicted]</c>, as numbers of tracks in the order of <see cref="Labels"/>. It covers the
    /// validation tracks or, without any, tracks in cross-validation with the same recipe; otherwise <see langword="null"/>.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<long>>? Confusion { get; init; }

    /// <summary>
    /// Accuracy by confidence over the same tracks, calibrated; <see langword="null"/> without any and in cards of earlier versions.
    /// </summary>
    public IReadOnlyList<ReliabilityBin>? Reliability { get; init; }

    /// <summary>
    /// Which sets of genres hold a track's own as often as promised; <see langword="null"/> when no tracks were left to learn that from,
    /// and in cards of earlier versions.
    /// </summary>
    public ConformalSets? Conformal { get; init; }

    /// <summary>
    /// Where its training tracks lie in the space in which it tells genres apart; <see langword="null"/> in cards of earlier versions.
    /// </summary>
    public TrackPlaces? Places { get; init; }

    /// <summary>
    /// The model that this one was made from by teaching, merging, removing or renaming genres, as NAME/VERSION; <see langword="null"/> for
    /// one that was trained.
    /// </summary>
    public string? BasedOn { get; init; }

    /// <summary>The genres that it was taught after its training; <see langword="null"/> for none.</summary>
    public IReadOnlyList<TaughtGenre>? Taught { get; init; }

    /// <summary>
    /// Conditions in which the model was found to be much worse, each a sentence for people; <see langword="null"/> where nothing was
    /// measured.
    /// </summary>
    public IReadOnlyList<string>? Limits { get; init; }

    /// <summary>Number of learned parameters.</summary>
    public long ParameterCount { get; init; }

    /// <summary>Versions of the libraries used for training.</summary>
    public IReadOnlyDictionary<string, string> Libraries { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The time when training ended.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>The name of a genre for display: its display name or, without one, <see cref="GenreName.Display"/>.</summary>
    /// <param name="label">One of <see cref="Labels"/>.</param>
    public string NameOf(string label) => DisplayNames?.GetValueOrDefault(label) ?? GenreName.Display(label);

    /// <summary>The card as indented JSON: the content of <c>model.json</c>.</summary>
    public string ToJson() => Recipe.Write(this);
}

/// <summary>A set of tracks as described in a model card.</summary>
/// <param name="Tracks">Number of tracks.</param>
/// <param name="Fingerprint">SHA-256 of names, labels and features; see <see cref="TrackSet.Fingerprint"/>.</param>
public sealed record DataSummary(int Tracks, string Fingerprint)
{
    /// <summary>
    /// The timing of the tracks' frames; <see langword="null"/> in cards of earlier versions and for arrays that do not say it, which are
    /// taken to have the recipe's.
    /// </summary>
    public FrameTiming? Timing { get; init; }

    /// <summary>Summarises a track set.</summary>
    public static DataSummary Of(TrackSet tracks) => new(tracks.Tracks.Count, tracks.Fingerprint) { Timing = tracks.Timing };
}
