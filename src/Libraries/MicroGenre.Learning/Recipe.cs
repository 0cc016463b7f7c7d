using System.Text.Json;
using System.Text.Json.Serialization;
using MicroGenre.Signal;

namespace MicroGenre.Learning;

/// <summary>
/// Everything needed to train one model: features, classifier, training and seed. A recipe is a JSON file; those of the papers' tables come
/// with the library (<see cref="RecipeCatalog"/>), and anybody's own look the same.
/// </summary>
public sealed record Recipe
{
    private static readonly JsonSerializerOptions JsonOptions = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowOutOfOrderMetadataProperties = true,
        RespectNullableAnnotations = true,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>What the recipe is called on the command line.</summary>
    public required string Name { get; init; }

    /// <summary>One sentence for people.</summary>
    public string Description { get; init; } = "";

    /// <summary>The row of a paper's table that the recipe reproduces; <see langword="null"/> for our own recipes.</summary>
    public PublishedResult? Published { get; init; }

    /// <summary>
    /// Further rows that the recipe stands for: the same method on other data, after other numbers of epochs, or by another measure.
    /// </summary>
    public IReadOnlyList<PublishedResult>? AlsoPublished { get; init; }

    /// <summary>Every row of a paper's table that the recipe reproduces.</summary>
    [JsonIgnore]
    public IEnumerable<PublishedResult> PublishedRows => Published is null ? [] : [Published, .. AlsoPublished ?? []];

    /// <summary>What is computed from the audio.</summary>
    public FeatureSettings Features { get; init; } = new LogMelSettings();

    /// <summary>
    /// The genres that the model tells apart, in the order of its answers; tracks of others are left out. <see langword="null"/> for all
    /// that the tracks have.
    /// </summary>
    public IReadOnlyList<string>? Genres { get; init; }

    /// <summary>How a track's features are put before the classifier.</summary>
    public InputSettings Input { get; init; } = new();

    /// <summary>Which classifier, with its parameters.</summary>
    public required ClassifierSettings Classifier { get; init; }

    /// <summary>How a network is fitted; of it, a classical learner knows the <see cref="AugmentationSettings.RowShift"/> alone.</summary>
    public TrainingSettings Training { get; init; } = new();

    /// <summary>Those of the tracks that the recipe is about.</summary>
    /// <exception cref="ArgumentException">There is no track of one of its genres.</exception>
    public TrackSet Select(TrackSet tracks)
    {
        var missing = Genres?.FirstOrDefault(
            genre => tracks.Tracks.All(track => !GenreName.Comparer.Equals(tracks.Genres[track.Genre], genre)));
        return missing is not null
            ? throw new ArgumentException($"There are no tracks of the genre '{missing}', which '{Name}' is about.", nameof(tracks))
            : Genres is null ? tracks : tracks.Only(Genres);
    }

    /// <summary>Rows that a classifier sees.</summary>
    internal int InputRows => Input.Cepstrum?.Coefficients ?? Features.Rows;

    /// <summary>Where every random choice starts; the same seed gives the same model.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Reads a recipe.</summary>
    /// <exception cref="InvalidRecipeException">Not JSON, an unknown or missing property, or a value out of range; the message says
    /// which.</exception>
    public static Recipe FromJson(string json, string source = "recipe")
    {
        try
        {
            var recipe = JsonSerializer.Deserialize<Recipe>(json, JsonOptions)
                ?? throw new InvalidRecipeException($"{source}: it is empty.");
            recipe.Validate(source);
            return recipe;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw new InvalidRecipeException($"{source}: {exception.Message}", exception);
        }
    }

    /// <summary>The recipe as indented JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, JsonOptions);

    /// <summary>
    /// The same recipe in a shorter form: neither it nor any of its parts trains for more than <paramref name="epochs"/> epochs.
    /// </summary>
    /// <param name="epochs">At least 1.</param>
    /// <exception cref="InvalidRecipeException">The parts' parameters cannot be read.</exception>
    public Recipe WithEpochsAtMost(int epochs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        return this with { Classifier = ClassifierKinds.WithEpochsAtMost(Classifier, epochs),
            Training = Training.WithEpochsAtMost(epochs) };
    }

    /// <summary>
    /// The same recipe with another number of epochs; its parts, which have numbers of their own, train for no more than that.
    /// </summary>
    /// <param name="epochs">At least 1.</param>
    /// <exception cref="InvalidRecipeException">The parts' parameters cannot be read.</exception>
    public Recipe WithEpochs(int epochs) => WithEpochsAtMost(epochs) with { Training = Training with { Epochs = epochs } };

    /// <summary>
    /// Reads a part of a recipe, or of a model's description, with the recipe's conventions (camel case, no unknown properties).
    /// </summary>
    internal static T Read<T>(JsonElement element) => element.Deserialize<T>(JsonOptions)!;

    internal static JsonElement ToElement<T>(T value) => JsonSerializer.SerializeToElement(value, JsonOptions);

    internal static string Write<T>(T value) => JsonSerializer.Serialize(value, JsonOptions);

    internal static T Parse<T>(string json) => JsonSerializer.Deserialize<T>(json, JsonOptions)!;

    private void Validate(string source)
    {
        Features.Validate();
        Require(Name.Length > 0, "name must not be empty");
        Require(Genres is null || (Genres.Count > 0 && Genres.Distinct(StringComparer.Ordinal).Count() == Genres.Count),
            "genres must be different ones, at least one");
        Require(PublishedRows.All(row => row.Accuracy is > 0 and <= 1), "the accuracy of published must be above 0 and at most 1");
        Require(AlsoPublished is null || Published is not null, "alsoPublished needs published");
        Require(
            Input.Cepstrum is not { } cepstrum
                || (cepstrum.Coefficients > 0 && cepstrum.First >= 0 && cepstrum.First + cepstrum.Coefficients <= Features.Rows),
            $"input.cepstrum must lie within the {Features.Rows} rows of the features");
        Require(Input.CropFrames is null or > 0, "input.cropFrames must be positive");
        Require(Input.PredictionFrames > 0, "input.predictionFrames must be positive");
        Require(Input.Vector.SegmentFrames is null or > 0, "input.vector.segmentFrames must be positive");
        Require(Input.Vector.Clip is null or > 0, "input.vector.clip must be positive");
        Require(Input.Vector.Components is null or > 0, "input.vector.components must be positive");
        Require(Training.Epochs > 0, "training.epochs must be positive");
        Require(Training.BatchSize > 0, "training.batchSize must be positive");
        Require(Training.ValidationInterval > 0, "training.validationInterval must be positive");
        Require(Training.LabelSmoothing is >= 0 and < 1, "training.labelSmoothing must be at least 0 and below 1");
        Require(Training.Augmentation.RowShift >= 0, "training.augmentation.rowShift must not be negative");
        Require(Training.Augmentation.RowShift == 0 || Input.Cepstrum is null,
            "training.augmentation.rowShift moves the bands of spectrograms; coefficients of a cepstrum are none");
        Require(Training.Optimizer.LearningRate > 0, "training.optimizer.learningRate must be positive");
        Require(Training.EarlyStopping is null or { Patience: > 0 }, "training.earlyStopping.patience must be positive");

        void Require(bool condition, string rule)
        {
            if (!condition)
            {
                throw new InvalidRecipeException($"{source}: {rule}.");
            }
        }
    }
}

/// <summary>Where a published figure stands.</summary>
/// <param name="Paper">The paper's short name, such as <c>calm-2020</c>.</param>
/// <param name="Table">The table or section.</param>
/// <param name="Row">What the row is called there.</param>
/// <param name="Accuracy">The accuracy that was published, 0 to 1.</param>
public sealed record PublishedResult(string Paper, string Table, string Row, double Accuracy);

/// <summary>The classifier of a recipe.</summary>
/// <param name="Kind">One of <see cref="ClassifierKinds.Names"/>.</param>
/// <param name="Parameters">What the kind understands, an object; absent for its defaults.</param>
public sealed record ClassifierSettings(string Kind, JsonElement? Parameters = null)
{
    /// <summary>The parameters as the kind's own type.</summary>
    /// <exception cref="InvalidRecipeException">A property that the type does not have, or a value of the wrong type.</exception>
    internal T As<T>()
        where T : class, new()
    {
        try
        {
            return Parameters is { } parameters ? Recipe.Read<T>(parameters) : new T();
        }
        catch (JsonException exception)
        {
            throw new InvalidRecipeException($"classifier '{Kind}': {exception.Message}", exception);
        }
    }
}

/// <summary>A recipe that cannot be used; the message says where and why.</summary>
public sealed class InvalidRecipeException : Exception
{
    /// <inheritdoc/>
    public InvalidRecipeException()
    {
    }

    /// <inheritdoc/>
    public InvalidRecipeException(string message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public InvalidRecipeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
