using System.Runtime.InteropServices;
using MicroGenre.Signal;

namespace MicroGenre.Learning;

/// <summary>The result of a training run: a classifier and how it was trained.</summary>
public sealed class TrainedModel : IDisposable
{
    private readonly IClassifier _classifier;
    private readonly DataSummary _train;
    private readonly string _trainTracks;
    private readonly DataSummary? _validation;
    private readonly long[][]? _confusion;
    private readonly IReadOnlyList<ReliabilityBin>? _reliability;
    private readonly ConformalSets? _conformal;
    private readonly TrackPlaces _places;
    private readonly IReadOnlyDictionary<string, string> _libraries;

    internal TrainedModel(Recipe recipe, TrackSet train, TrackSet? validation, TrainingOutcome outcome)
    {
        Recipe = recipe;
        Labels = train.Genres;
        History = outcome.History;
        _classifier = outcome.Classifier;
        _libraries = outcome.Libraries;
        _train = DataSummary.Of(train);
        _trainTracks = TrackHashes.Of(train);
        _validation = validation is null ? null : DataSummary.Of(validation);
        var answers = validation is null ? null : Scores.Classify(_classifier, validation);
        var learnt = Scores.Read(_classifier, train);
        _places = TrackPlaces.Of(train, learnt.Select(reading => reading.Discriminants));
        Metrics = Score(train, learnt, validation, answers);
        _confusion = answers is null ? null : Scores.Confusion(answers, validation!);
        Calibration = answers is null ? null : Calibration.Fit([.. validation!.Tracks.Select(track => track.Genre)], answers);
        int[] actual = [.. validation?.Tracks.Select(track => track.Genre) ?? []];
        float[][] calibrated = [.. answers?.Select(Calibration!.Apply) ?? []];
        _reliability = answers is null ? null : ReliabilityBin.Of(actual, calibrated);
        _conformal = answers is null ? null : ConformalSets.Fit(actual, calibrated);
        Familiarity = validation is null ? null
            : Familiarity.Fit(LengthDistances.Measure(_classifier, validation, Familiarity.LengthsFor(validation.MedianFrames)));
    }

    /// <summary>The recipe, with the seed that was used.</summary>
    public Recipe Recipe { get; }

    /// <summary>The genres, in the order of the probabilities.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Loss and accuracy of every epoch; empty for learners without epochs.</summary>
    public IReadOnlyList<EpochResult> History { get; }

    /// <summary>
    /// The metrics <c>trainAccuracy</c>, <c>validationAccuracy</c> and <c>epochs</c>, if available, measured with the finished classifier
    /// on whole tracks.
    /// </summary>
    public IReadOnlyDictionary<string, double> Metrics { get; }

    /// <summary>The calibration fitted to the validation tracks; <see langword="null"/> without any.</summary>
    public Calibration? Calibration { get; }

    /// <summary>
    /// Computes the probability of each genre, in the order of <see cref="Labels"/>; calibrated if there is a <see cref="Calibration"/>.
    /// </summary>
    /// <inheritdoc cref="GenreModel.Classify(IReadOnlyList{FeatureMatrix})"/>
    public float[][] Classify(IReadOnlyList<FeatureMatrix> batch)
    {
        foreach (var features in batch)
        {
            FeatureCheck.ThrowIfUnusable(features, Recipe.Features.Rows);
        }

        var probabilities = _classifier.Classify(batch);
        return Calibration is { } calibration ? Array.ConvertAll(probabilities, calibration.Apply) : probabilities;
    }

    /// <summary>The bounds of familiar music from the validation tracks; <see langword="null"/> if there are none or too few.</summary>
    public Familiarity? Familiarity { get; }

    /// <summary>Measures the distances of tracks from the training data at several lengths.</summary>
    /// <param name="tracks">Tracks that the model was not trained on.</param>
    /// <param name="lengths">The lengths to which tracks are cut, in frames; see <see cref="Familiarity.LengthsFor"/>.</param>
    /// <param name="cancellationToken">Cancels between two batches.</param>
    public IReadOnlyList<LengthDistances> Measure(
        TrackSet tracks, IReadOnlyList<int> lengths, CancellationToken cancellationToken = default) =>
        LengthDistances.Measure(_classifier, tracks, lengths, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _classifier.Dispose();

    internal double AccuracyOn(TrackSet tracks, CancellationToken cancellation) =>
        Scores.Of(Scores.Classify(_classifier, tracks, cancellation), tracks).Accuracy;

    internal GenreSpace? Space => _classifier.Space;

    internal IReadOnlyDictionary<string, TensorData> StoredWeights() => _classifier.Weights();

    internal ModelCard Describe(string name, IReadOnlyDictionary<string, double>? metrics, Calibration? calibration,
        Familiarity? familiarity, IReadOnlyList<IReadOnlyList<long>>? confusion, IReadOnlyList<ReliabilityBin>? reliability,
        ConformalSets? conformal) => new()
    {
        Name = name,
        Version = 0,
        Recipe = Recipe,
        Labels = Labels,
        DisplayNames = Labels.ToDictionary(label => label, GenreName.Display, StringComparer.Ordinal),
        Train = _train,
        Validation = _validation,
        TrainTracks = _trainTracks,
        Metrics = Metrics.Concat(metrics ?? new Dictionary<string, double>(StringComparer.Ordinal))
            .GroupBy(metric => metric.Key, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Last().Value, StringComparer.Ordinal),
        Calibration = calibration ?? Calibration,
        Familiarity = familiarity ?? Familiarity,
        Confusion = confusion ?? _confusion,
        Reliability = reliability ?? _reliability,
        Conformal = conformal ?? _conformal,
        Places = _places,
        ParameterCount = StoredWeights().Values.Sum(tensor => (long)tensor.Count),
        Libraries = new Dictionary<string, string>(_libraries, StringComparer.Ordinal)
        {
            ["MicroGenre"] = typeof(TrainedModel).Assembly.GetName().Version!.ToString(3),
            [".NET"] = RuntimeInformation.FrameworkDescription,
        },
        Created = DateTimeOffset.UtcNow,
    };

    private Dictionary<string, double> Score(
        TrackSet train, IReadOnlyList<TrackReading> learnt, TrackSet? validation, IReadOnlyList<float[]>? answers)
    {
        var metrics = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["trainAccuracy"] = Scores.Of([.. learnt.Select(reading => reading.Probabilities)], train).Accuracy,
        };
        if (validation is not null && answers is not null)
        {
            metrics["validationAccuracy"] = Scores.Of(answers, validation).Accuracy;
        }

        if (History.Count > 0)
        {
            metrics["epochs"] = History.Count;
        }

        return metrics;
    }
}
