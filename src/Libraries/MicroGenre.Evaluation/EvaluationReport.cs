using System.Text.Json;
using System.Text.Json.Serialization;
using MicroGenre.DataSets;
using MicroGenre.Evaluation.Metrics;
using MicroGenre.Learning;

namespace MicroGenre.Evaluation;

/// <summary>The evaluation of a model on labelled tracks: what <c>microgenre evaluate --json</c> prints.</summary>
public sealed record EvaluationReport
{
    /// <summary>The model, as <c>name/version</c>; <see langword="null"/> if the predictions came from elsewhere.</summary>
    [JsonPropertyName("model")]
    public string? Model { get; init; }

    /// <summary>Number of classified tracks.</summary>
    [JsonPropertyName("tracks")]
    public required int Tracks { get; init; }

    /// <summary>The share of tracks whose most probable genre is right, 0 to 1.</summary>
    [JsonPropertyName("accuracy")]
    public required double Accuracy { get; init; }

    /// <summary>The 95 % bootstrap interval of the accuracy, <c>[lower, upper]</c>.</summary>
    [JsonPropertyName("accuracy_95")]
    public required double[] Accuracy95 { get; init; }

    /// <summary>The share of tracks whose genre is among the two most probable, 0 to 1.</summary>
    [JsonPropertyName("top2")]
    public required double Top2 { get; init; }

    /// <summary>The mean F1 over the genres that occur, as actual or predicted genre.</summary>
    [JsonPropertyName("macro_f1")]
    public required double MacroF1 { get; init; }

    /// <summary>Mean negative log likelihood of the actual genre, in nats (<see cref="ProbabilityMetrics.LogLoss"/>).</summary>
    [JsonPropertyName("log_loss")]
    public required double LogLoss { get; init; }

    /// <summary>Expected calibration error in 15 bins (<see cref="ProbabilityMetrics.CalibrationError"/>).</summary>
    [JsonPropertyName("calibration_error")]
    public required double CalibrationError { get; init; }

    /// <summary>Precision, recall, F1 and number of tracks of each genre, in the order of <see cref="Confusion"/>.</summary>
    [JsonPropertyName("per_genre")]
    public required IReadOnlyDictionary<string, GenreResult> PerGenre { get; init; }

    /// <summary>
    /// The confusion matrix: numbers of tracks by actual genre (rows) and predicted genre (columns), both in the order of
    /// <see cref="PerGenre"/>.
    /// </summary>
    [JsonPropertyName("confusion")]
    public required long[][] Confusion { get; init; }

    /// <summary>Tracks that could not be read, with the reason. They are not counted anywhere else.</summary>
    [JsonPropertyName("skipped")]
    public IReadOnlyList<SkippedResult> Skipped { get; init; } = [];

    /// <summary>
    /// Number of tracks that the model was trained on; <see langword="null"/> if its card does not list its training tracks.
    /// </summary>
    [JsonPropertyName("seen_in_training")]
    public int? SeenInTraining { get; init; }

    /// <summary>The answer for each track, which comparisons need; only in saved reports.</summary>
    [JsonPropertyName("answers")]
    public IReadOnlyList<TrackAnswer>? Answers { get; init; }

    /// <summary>Reads a report that <see cref="ToFullJson"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The text is not a report.</exception>
    public static EvaluationReport FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<EvaluationReport>(json, JsonText.Options) ?? throw new InvalidDataException("it is empty");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"it is not a report: {exception.Message}", exception);
        }
    }

    /// <summary>Creates a report from predictions.</summary>
    /// <param name="labels">The genres, in the order of the class numbers.</param>
    /// <param name="actual">The genre of each track, as an index into <paramref name="labels"/>.</param>
    /// <param name="probabilities">The probabilities, <c>[tracks, labels]</c>, row-major.</param>
    /// <exception cref="ArgumentException">There are no tracks, lengths do not match, or a genre is out of range.</exception>
    public static EvaluationReport Of(IReadOnlyList<string> labels, ReadOnlySpan<int> actual, ReadOnlySpan<float> probabilities)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (actual.IsEmpty)
        {
            throw new ArgumentException("There are no tracks to evaluate.", nameof(actual));
        }

        var matrix = ConfusionMatrix.Of(actual, ProbabilityMetrics.Predict(probabilities, labels.Count), labels.Count);
        var interval = Bootstrap.Of(matrix.HitsAndMisses(), resample => resample.Accuracy);
        return new EvaluationReport
        {
            Tracks = actual.Length,
            Accuracy = matrix.Accuracy,
            Accuracy95 = [interval.Low, interval.High],
            Top2 = ProbabilityMetrics.TopAccuracy(actual, probabilities, labels.Count, 2),
            MacroF1 = matrix.Macro().F1,
            LogLoss = ProbabilityMetrics.LogLoss(actual, probabilities, labels.Count),
            CalibrationError = ProbabilityMetrics.CalibrationError(actual, probabilities, labels.Count),
            PerGenre = new OrderedDictionary<string, GenreResult>(
                labels.Zip(matrix.Scores(), (label, s) =>
                    KeyValuePair.Create(label, new GenreResult(s.Precision, s.Recall, s.F1, s.Tracks))),
                StringComparer.Ordinal),
            Confusion = matrix.ToRows(),
        };
    }

    /// <summary>The report as one line of JSON, without the answers for tracks.</summary>
    public string ToJson() => JsonText.Of(this with { Answers = null });

    /// <summary>The complete report as one line of JSON.</summary>
    public string ToFullJson() => JsonText.Of(this);
}

/// <summary>The metrics of one genre.</summary>
/// <param name="Precision">The share of tracks predicted as the genre that are of the genre, 0 to 1.</param>
/// <param name="Recall">The share of the genre's tracks that are predicted as it, 0 to 1.</param>
/// <param name="F1">The harmonic mean of the two.</param>
/// <param name="Tracks">Number of tracks of the genre.</param>
public sealed record GenreResult(
    [property: JsonPropertyName("precision")] double Precision,
    [property: JsonPropertyName("recall")] double Recall,
    [property: JsonPropertyName("f1")] double F1,
    [property: JsonPropertyName("tracks")] long Tracks);

/// <summary>The answer for a track.</summary>
/// <param name="Track">The track's name.</param>
/// <param name="Genre">The track's genre.</param>
/// <param name="TakenFor">The predicted genre.</param>
public sealed record TrackAnswer(
    [property: JsonPropertyName("track")] string Track,
    [property: JsonPropertyName("genre")] string Genre,
    [property: JsonPropertyName("taken_for")] string TakenFor);
