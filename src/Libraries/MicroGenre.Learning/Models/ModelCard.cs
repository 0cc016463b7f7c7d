namespace MicroGenre.Learning;

/// <summary>What a model is and where it comes from: the content of <c>model.json</c>.</summary>
public sealed record ModelCard
{
    /// <summary>The model's name, a folder of the repository.</summary>
    public required string Name { get; init; }

    /// <summary>Its version, counted from 1.</summary>
    public required int Version { get; init; }

    /// <summary>The recipe it was trained with, which also says what features it needs.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>The genres, in the order of the probabilities.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>
    /// What the genres are called where people read them, by label, such as <c>Hip-Hop</c> for <c>hiphop</c>; <see langword="null"/> in
    /// cards of earlier versions.
    /// </summary>
    public IReadOnlyDictionary<string, string>? DisplayNames { get; init; }

    /// <summary>The tracks it was trained on.</summary>
    public required DataSummary Train { get; init; }

    /// <summary>The tracks it was watched on while training, if any.</summary>
    public DataSummary? Validation { get; init; }

    /// <summary>
    /// The tracks it was trained on, by their features: see <see cref="TrackHashes"/>; <see langword="null"/> in cards of earlier versions.
    /// </summary>
    public string? TrainTracks { get; init; }

    /// <summary>What was measured, such as <c>trainAccuracy</c> and <c>validationAccuracy</c>; 0 to 1 for accuracies.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>
    /// How its probabilities are made to say how often it is right; <see langword="null"/> when no tracks were left to learn that from.
    /// </summary>
    public Calibration? Calibration { get; init; }

    /// <summary>
    /// How far from its training tracks music may be; <see langword="null"/> in cards without, whose models find nothing unfamiliar.
    /// </summary>
    public Familiarity? Familiarity { get; init; }

    /// <summary>
    /// How many tracks of each genre were taken for which: <c>[actual][predicted]</c>, in the order of <see cref="Labels"/>. They are the
    /// validation tracks; without any, those that models of the same recipe classified which had not learnt from them, or none.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<long>>? Confusion { get; init; }

    /// <summary>
    /// How often answers are right that the model is about so sure of, by the same tracks, calibrated; <see langword="null"/> without any
    /// and in cards of earlier versions.
    /// </summary>
    public IReadOnlyList<ReliabilityBin>? Reliability { get; init; }

    /// <summary>
    /// Conditions in which the model was found to be much worse, each a sentence for people; <see langword="null"/> where nothing was
    /// measured.
    /// </summary>
    public IReadOnlyList<string>? Limits { get; init; }

    /// <summary>How many numbers were learnt.</summary>
    public long ParameterCount { get; init; }

    /// <summary>Versions of what it was trained with.</summary>
    public IReadOnlyDictionary<string, string> Libraries { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>When training ended.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>What a genre is called where people read it: its display name, or <see cref="GenreName.Display"/> where it has
    /// none.</summary>
    /// <param name="label">One of <see cref="Labels"/>.</param>
    public string NameOf(string label) => DisplayNames?.GetValueOrDefault(label) ?? GenreName.Display(label);

    /// <summary>The card as indented JSON, as it is kept in <c>model.json</c>.</summary>
    public string ToJson() => Recipe.Write(this);
}

/// <summary>A set of tracks as a model card remembers it.</summary>
/// <param name="Tracks">How many tracks.</param>
/// <param name="Fingerprint">SHA-256 of names, labels and features; see <see cref="TrackSet.Fingerprint"/>.</param>
public sealed record DataSummary(int Tracks, string Fingerprint)
{
    /// <summary>The summary of a track set.</summary>
    public static DataSummary Of(TrackSet tracks) => new(tracks.Tracks.Count, tracks.Fingerprint);
}
