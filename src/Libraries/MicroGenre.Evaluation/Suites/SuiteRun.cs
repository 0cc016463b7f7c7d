using System.Text.Json;
using System.Text.Json.Serialization;
using MicroGenre.Evaluation.Metrics;
using MicroGenre.Learning;
using MicroGenre.Signal.Files;

namespace MicroGenre.Evaluation.Suites;

/// <summary>
/// The saved results of one training of a recipe: everything that reports need, so that later versions can write them again.
/// </summary>
public sealed record SuiteRun
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The recipe as in its file, without the run's limit of epochs.</summary>
    public required JsonElement Recipe { get; init; }

    /// <summary>SHA-256, in hexadecimal, of the file of initial weights; <see langword="null"/> for none.</summary>
    public string? InitialWeights { get; init; }

    /// <summary>The seed.</summary>
    public required int Seed { get; init; }

    /// <summary>Number of epochs in the recipe; 0 for learners without epochs.</summary>
    public required int RecipeEpochs { get; init; }

    /// <summary>The run's limit of epochs; <see langword="null"/> for none.</summary>
    public int? MostEpochs { get; init; }

    /// <summary>The precision in which a network was trained.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<Precision>))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Precision Precision { get; init; }

    /// <summary>The name of the split.</summary>
    public required string Split { get; init; }

    /// <summary>
    /// Number of folds, each of which was measured with a model of the others; <see langword="null"/> for one split. The tracks below are
    /// those of the first fold; the answers are those of all.
    /// </summary>
    public int? Folds { get; init; }

    /// <summary>The classifier with the settings that the recipe's search found; <see langword="null"/> without a search.</summary>
    public JsonElement? Found { get; init; }

    /// <summary>The training tracks.</summary>
    public required DataSummary Train { get; init; }

    /// <summary>The validation tracks, if any.</summary>
    public DataSummary? Validation { get; init; }

    /// <summary>The test tracks.</summary>
    public required DataSummary Test { get; init; }

    /// <summary>The accuracy on the training tracks, 0 to 1.</summary>
    public required double TrainAccuracy { get; init; }

    /// <summary>The answers for the test tracks.</summary>
    public required Answers Answers { get; init; }

    /// <summary>Loss and accuracy of every epoch; empty for learners without epochs.</summary>
    public required IReadOnlyList<EpochResult> History { get; init; }

    /// <summary>Duration of training and evaluation, in seconds, with that of a part that another run trained for this one, too.</summary>
    public required double Seconds { get; init; }

    /// <summary>What the run took time for: its training tracks, once for every epoch and fold.</summary>
    [JsonIgnore]
    public double Work => RunTimings.Work(MostEpochs, RecipeEpochs, Train.Tracks) * (Folds ?? 1);

    /// <summary>The recipe's name.</summary>
    [JsonIgnore]
    public string RecipeName => Recipe.GetProperty("name").GetString()!;

    /// <summary>Converts a recipe to the form in which runs save it.</summary>
    public static JsonElement Describe(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        using var document = JsonDocument.Parse(recipe.ToJson());
        return document.RootElement.Clone();
    }

    /// <summary>
    /// Whether a run of this recipe would give the same result. Descriptions and published values do not matter, nor do settings that were
    /// added later and have their default here, nor how the recipe says lengths that are the same number of frames.
    /// </summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="timing">The timing of the tracks; <see langword="null"/> if it is not known.</param>
    /// <param name="longest">Number of frames of the longest track.</param>
    public bool IsOf(Recipe recipe, FrameTiming? timing = null, int longest = int.MaxValue)
    {
        try
        {
            return Essence(Learning.Recipe.FromJson(Recipe.GetRawText()), Train.Timing, longest) == Essence(recipe, timing, longest);
        }
        catch (InvalidRecipeException)
        {
            return false;
        }
    }

    private static string Essence(Recipe recipe, FrameTiming? timing, int longest) =>
        (recipe.InFrames(timing, longest) with { Description = "", Published = null, AlsoPublished = null }).ToJson();

    /// <summary>Reads a run that <see cref="Save"/> wrote; <see langword="null"/> if the file does not exist or is damaged.</summary>
    public static SuiteRun? TryRead(string file)
    {
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize<SuiteRun>(File.ReadAllText(file), Json) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes the run atomically.</summary>
    public void Save(string file) => WholeFile.Write(file, JsonSerializer.Serialize(this, Json) + "\n");
}

/// <summary>A model's answers for tracks of known genre.</summary>
/// <param name="Labels">The genres.</param>
/// <param name="Tracks">The tracks.</param>
public sealed record Answers(IReadOnlyList<string> Labels, IReadOnlyList<Answer> Tracks)
{
    /// <summary>The genre of each track, as an index into <see cref="Labels"/>.</summary>
    public int[] Actual() => [.. Tracks.Select(track => track.Genre)];

    /// <summary>The probabilities, <c>[tracks, labels]</c>, row-major.</summary>
    public float[] Probabilities() => [.. Tracks.SelectMany(track => track.Probabilities)];

    /// <summary>The metrics of the answers, and the predicted genre of each track.</summary>
    public EvaluationReport ToReport()
    {
        var probabilities = Probabilities();
        var predicted = ProbabilityMetrics.Predict(probabilities, Labels.Count);
        return EvaluationReport.Of(Labels, Actual(), probabilities) with
        {
            Answers = [.. Tracks.Zip(predicted, (track, genre) => new TrackAnswer(track.Track, Labels[track.Genre], Labels[genre]))],
        };
    }
}

/// <summary>A model's answer for a track.</summary>
/// <param name="Track">The track's name.</param>
/// <param name="Genre">Its genre, as an index into the labels.</param>
/// <param name="Probabilities">The probability of each label.</param>
public sealed record Answer(string Track, int Genre, float[] Probabilities);
