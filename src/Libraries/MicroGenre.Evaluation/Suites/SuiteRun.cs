using System.Text.Json;
using System.Text.Json.Serialization;
using MicroGenre.Learning;
using MicroGenre.Signal.Files;

namespace MicroGenre.Evaluation.Suites;

/// <summary>
/// What one training of a recipe came to: everything that reports are made of, so that they can be made again by later versions.
/// </summary>
public sealed record SuiteRun
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The recipe, as its file would have it, without the limit of epochs that the run had.</summary>
    public required JsonElement Recipe { get; init; }

    /// <summary>SHA-256, in hexadecimal, of the file of weights that it started from; <see langword="null"/> for none.</summary>
    public string? InitialWeights { get; init; }

    /// <summary>The seed.</summary>
    public required int Seed { get; init; }

    /// <summary>The epochs that the recipe asks for; 0 for learners without.</summary>
    public required int RecipeEpochs { get; init; }

    /// <summary>The limit that the run had; <see langword="null"/> for none but the recipe's.</summary>
    public int? MostEpochs { get; init; }

    /// <summary>How the tracks were divided.</summary>
    public required string Split { get; init; }

    /// <summary>The tracks it learnt from.</summary>
    public required DataSummary Train { get; init; }

    /// <summary>The tracks by which its best epoch was chosen, if any.</summary>
    public DataSummary? Validation { get; init; }

    /// <summary>The tracks it was measured on.</summary>
    public required DataSummary Test { get; init; }

    /// <summary>Accuracy on the tracks it learnt from, 0 to 1.</summary>
    public required double TrainAccuracy { get; init; }

    /// <summary>What it said of the tracks it was measured on.</summary>
    public required Answers Answers { get; init; }

    /// <summary>Loss and accuracy of every epoch; empty for learners without epochs.</summary>
    public required IReadOnlyList<EpochResult> History { get; init; }

    /// <summary>How long training and measuring took, in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>The recipe's name.</summary>
    [JsonIgnore]
    public string RecipeName => Recipe.GetProperty("name").GetString()!;

    /// <summary>The recipe as the run keeps it.</summary>
    public static JsonElement Describe(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        using var document = JsonDocument.Parse(recipe.ToJson());
        return document.RootElement.Clone();
    }

    /// <summary>
    /// Whether a run of this recipe would come to the same: nothing that matters to the result has changed since. Words and published
    /// figures do not matter, nor do settings that recipes have got since and that this one leaves alone.
    /// </summary>
    public bool IsOf(Recipe recipe)
    {
        try
        {
            return Essence(Learning.Recipe.FromJson(Recipe.GetRawText())) == Essence(recipe);
        }
        catch (InvalidRecipeException)
        {
            return false;
        }
    }

    private static string Essence(Recipe recipe) => (recipe with { Description = "", Published = null, AlsoPublished = null }).ToJson();

    /// <summary>Reads a run that <see cref="Save"/> wrote; <see langword="null"/> when there is none, or its file is damaged.</summary>
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

    /// <summary>Writes the run; the file appears whole or not at all.</summary>
    public void Save(string file) => WholeFile.Write(file, JsonSerializer.Serialize(this, Json) + "\n");
}

/// <summary>What a model said of tracks whose genre is known.</summary>
/// <param name="Labels">The genres.</param>
/// <param name="Tracks">The tracks.</param>
public sealed record Answers(IReadOnlyList<string> Labels, IReadOnlyList<Answer> Tracks)
{
    /// <summary>The genre of each track, as an index into <see cref="Labels"/>.</summary>
    public int[] Actual() => [.. Tracks.Select(track => track.Genre)];

    /// <summary><c>[tracks, labels]</c>, row-major.</summary>
    public float[] Probabilities() => [.. Tracks.SelectMany(track => track.Probabilities)];
}

/// <summary>What a model said of a track.</summary>
/// <param name="Track">The track's name.</param>
/// <param name="Genre">Its genre, as an index into the labels.</param>
/// <param name="Probabilities">The probability of each label.</param>
public sealed record Answer(string Track, int Genre, float[] Probabilities);
