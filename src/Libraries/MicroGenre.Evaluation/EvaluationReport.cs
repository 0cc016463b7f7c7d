using System.Text.Json;
using System.Text.Json.Serialization;
using MicroGenre.DataSets;
using MicroGenre.Evaluation.Metrics;
using MicroGenre.Learning;

namespace MicroGenre.Evaluation;

/// <summary>How well a model did on labelled tracks: what <c>microgenre evaluate --json</c> prints.</summary>
public sealed record EvaluationReport
{
    /// <summary>The model, as <c>name/version</c>; <see langword="null"/> when the predictions came from elsewhere.</summary>
    [JsonPropertyName("model")]
    public string? Model { get; init; }

    /// <summary>The number of tracks that were classified.</summary>
    [JsonPropertyName("tracks")]
    public required int Tracks { get; init; }

    /// <summary>Share of the tracks whose most probable genre is theirs.</summary>
    [JsonPropertyName("accuracy")]
    public required double Accuracy { get; init; }

    /// <summary>The 95 % bootstrap interval of the accuracy: lower and upper end.</summary>
    [JsonPropertyName("accuracy_95")]
    public required double[] Accuracy95 { get; init; }

    /// <summary>Share of the tracks whose genre is among the two most probable.</summary>
    [JsonPropertyName("top2")]
    public required double Top2 { get; init; }

    /// <summary>Mean F1 of the genres that occur, as actual or as predicted.</summary>
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
    /// Number of tracks by actual genre (rows) and predicted genre (columns), both in the order of <see cref="PerGenre"/>.
    /// </summary>
    [JsonPropertyName("confusion")]
    public required long[][] Confusion { get; init; }

    /// <summary>Tracks that could not be read, with the reason; they count nowhere above.</summary>
    [JsonPropertyName("skipped")]
    public IReadOnlyList<SkippedResult> Skipped { get; init; } = [];

    /// <summary>
    /// How many of the tracks are among those that the model learnt from; <see langword="null"/> when its card does not say which they
    /// were.
    /// </summary>
    [JsonPropertyName("seen_in_training")]
    public int? SeenInTraining { get; init; }

    /// <summary>What was said of each track; in saved reports only, which can be compared by it.</summary>
    [JsonPropertyName("answers")]
    public IReadOnlyList<TrackAnswer>? Answers { get; init; }

    /// <summary>Reads a report that <see cref="ToFullJson"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The text is no report.</exception>
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

    /// <summary>Reports predictions.</summary>
    /// <param name="labels">The genres that class numbers stand for.</param>
    /// <param name="actual">The genre of each track, as an index into <paramref name="labels"/>.</param>
    /// <param name="probabilities"><c>[tracks, labels]</c>, row-major.</param>
    /// <exception cref="ArgumentException">There are no tracks, lengths do not fit, or a genre is out of range.</exception>
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

    /// <summary>The report as one line of JSON, without what was said of each track.</summary>
    public string ToJson() => JsonText.Of(this with { Answers = null });

    /// <summary>The whole report as one line of JSON.</summary>
    public string ToFullJson() => JsonText.Of(this);
}

/// <summary>How well one genre is recognised.</summary>
/// <param name="Precision">Of the tracks taken for the genre, the share that is of it.</param>
/// <param name="Recall">Of the genre's tracks, the share taken for it.</param>
/// <param name="F1">Harmonic mean of the two.</param>
/// <param name="Tracks">The number of the genre's tracks.</param>
public sealed record GenreResult(
    [property: JsonPropertyName("precision")] double Precision,
    [property: JsonPropertyName("recall")] double Recall,
    [property: JsonPropertyName("f1")] double F1,
    [property: JsonPropertyName("tracks")] long Tracks);

/// <summary>What was said of a track.</summary>
/// <param name="Track">Its name.</param>
/// <param name="Genre">Its genre.</param>
/// <param name="TakenFor">The genre that was found most probable.</param>
public sealed record TrackAnswer(
    [property: JsonPropertyName("track")] string Track,
    [property: JsonPropertyName("genre")] string Genre,
    [property: JsonPropertyName("taken_for")] string TakenFor);
