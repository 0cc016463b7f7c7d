using System.Text.Json;
using System.Text.Json.Serialization;
using MicroGenre.Signal;

namespace MicroGenre.Learning;

/// <summary>
/// Everything needed to train a model: features, classifier, training and seed. Recipes are JSON files. Those of the papers' tables are
/// built in (<see cref="RecipeCatalog"/>); your own have the same format.
/// </summary>
public sealed record Recipe
{
    private const string TimeMaskField = "training.augmentation.timeMask";

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

    /// <summary>The name of the recipe, as used on the command line.</summary>
    public required string Name { get; init; }

    /// <summary>A one-sentence description.</summary>
    public string Description { get; init; } = "";

    /// <summary>The row of a paper's table that the recipe reproduces; <see langword="null"/> for recipes without a paper.</summary>
    public PublishedResult? Published { get; init; }

    /// <summary>
    /// Further published rows that the recipe reproduces: the same method on other data, with other numbers of epochs, or with another
    /// measure.
    /// </summary>
    public IReadOnlyList<PublishedResult>? AlsoPublished { get; init; }

    /// <summary>All rows of papers' tables that the recipe reproduces.</summary>
    [JsonIgnore]
    public IEnumerable<PublishedResult> PublishedRows => Published is null ? [] : [Published, .. AlsoPublished ?? []];

    /// <summary>The features to compute from the audio.</summary>
    public FeatureSettings Features { get; init; } = new LogMelSettings();

    /// <summary>
    /// The genres that the model distinguishes, in the order of its probabilities. Tracks of other genres are left out.
    /// <see langword="null"/> for all genres of the tracks.
    /// </summary>
    public IReadOnlyList<string>? Genres { get; init; }

    /// <summary>How a track's features are prepared for the classifier.</summary>
    public InputSettings Input { get; init; } = new();

    /// <summary>The classifier and its parameters.</summary>
    public required ClassifierSettings Classifier { get; init; }

    /// <summary>How a network is trained. A classical learner uses only <see cref="AugmentationSettings.RowShift"/>.</summary>
    public TrainingSettings Training { get; init; } = new();

    /// <summary>
    /// A search for settings by cross-validation on the training tracks, which every training of the recipe begins with;
    /// <see langword="null"/> for none.
    /// </summary>
    public SearchSettings? Search { get; init; }

    /// <summary>
    /// The features of the copies of a track's audio to learn from beside the track: one for each change of its augmentation.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<FeatureSettings> CopiesToLearnFrom
    {
        get
        {
            var preprocess = Features.Preprocess ?? new PreprocessSettings();
            var copies = Training.Augmentation.Audio ?? new AudioCopies();
            return
            [
                .. copies.Semitones.Select(semitones => Features with { Preprocess = preprocess with { Semitones = semitones } }),
                .. copies.NoiseDecibels.Select(decibels => Features with { Preprocess = preprocess with { NoiseDecibels = decibels } }),
            ];
        }
    }

    /// <summary>
    /// Identifies the part of a classifier that recipes with the same value train once on the same tracks with the same seed, such as
    /// CALM's encoder; <see langword="null"/> for none.
    /// </summary>
    [JsonIgnore]
    public string? SharedPart => ClassifierKinds.SharedPart(Classifier) is { } part
        ? (this with { Name = "part", Description = "", Published = null, AlsoPublished = null, Classifier = part, Seed = 1 }).ToJson()
        : null;

    /// <summary>Whether the recipe needs audio, or pictures: spectrograms computed beforehand cannot serve it.</summary>
    [JsonIgnore]
    public bool NeedsFiles => Features is not LogMelSettings { Preprocess: null } || CopiesToLearnFrom.Count > 0;

    /// <summary>Selects the tracks whose genres the recipe covers.</summary>
    /// <exception cref="ArgumentException">One of its genres has no track.</exception>
    public TrackSet Select(TrackSet tracks)
    {
        var missing = Genres?.FirstOrDefault(
            genre => tracks.Tracks.All(track => !GenreName.Comparer.Equals(tracks.Genres[track.Genre], genre)));
        return missing is not null
            ? throw new ArgumentException($"There are no tracks of the genre '{missing}', which the recipe '{Name}' needs.", nameof(tracks))
            : Genres is null ? tracks : tracks.Only(Genres);
    }

    /// <summary>The lengths of <see cref="Input"/>, in frames of <see cref="Features"/>.</summary>
    [JsonIgnore]
    public InputLengths Lengths => InputLengths.Of(Input, FrameTiming.Of(Features));

    /// <summary>
    /// The recipe for tracks that were computed beforehand: its features get the timing of the tracks, and its lengths stay the same time.
    /// </summary>
    /// <param name="timing">The timing of the tracks; <see langword="null"/> if it is not known, and then it is the recipe's.</param>
    /// <exception cref="InvalidRecipeException">The timing is another than the recipe's, and the recipe gives lengths in
    /// frames.</exception>
    public Recipe At(FrameTiming? timing)
    {
        var own = FrameTiming.Of(Features);
        if (timing is null || timing == own)
        {
            return this;
        }

        var lengths = Inputs.SelectMany(InputLengths.InFrames).Concat(Training.Augmentation.TimeMask > 0 ? [TimeMaskField] : []);
        return lengths.FirstOrDefault() is { } counted
            ? throw new InvalidRecipeException(
                $"recipe '{Name}': {counted} counts frames with {own}, but the tracks have {timing}; "
                + $"give {counted.Replace("Frames", "", StringComparison.Ordinal)}Seconds instead.")
            : this with { Features = timing.Apply(Features) };
    }

    /// <summary>
    /// The recipe with all lengths in frames of tracks with a timing, for comparisons; its features stay the same. A length beyond the
    /// longest track is the whole track.
    /// </summary>
    /// <param name="timing">The timing of the tracks; <see langword="null"/> for that of <see cref="Features"/>.</param>
    /// <param name="longest">Number of frames of the longest track.</param>
    /// <exception cref="InvalidRecipeException">See <see cref="At"/>.</exception>
    public Recipe InFrames(FrameTiming? timing, int longest)
    {
        var counted = FrameTiming.Of(At(timing).Features);
        return this with
        {
            Input = Count(Input),
            Classifier = ClassifierKinds.WithInputs(Classifier, Count),
            Training = Training with { Augmentation = Training.Augmentation.InFrames(counted) },
        };

        InputSettings Count(InputSettings input)
        {
            var lengths = InputLengths.Of(input, counted).Within(longest);
            return input with
            {
                CropSeconds = null,
                CropFrames = lengths.Crop,
                PredictionSeconds = null,
                PredictionFrames = lengths.Prediction,
                Vector = input.Vector with { SegmentSeconds = null, SegmentFrames = lengths.Segment },
            };
        }
    }

    // Its own input and those of its parts.
    private IEnumerable<InputSettings> Inputs => [Input, .. ClassifierKinds.Inputs(Classifier)];

    /// <summary>Number of rows that the classifier sees.</summary>
    internal int InputRows => Input.Cepstrum?.Coefficients ?? Features.Rows;

    /// <summary>The seed of all random choices; the same seed gives the same model.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Reads a recipe from JSON.</summary>
    /// <exception cref="InvalidRecipeException">The text is not JSON, a property is unknown or missing, or a value is out of range; the
    /// message says which.</exception>
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
    /// Returns a shorter version of the recipe: neither it nor any of its parts trains for more than <paramref name="epochs"/> epochs.
    /// </summary>
    /// <param name="epochs">At least 1.</param>
    /// <exception cref="InvalidRecipeException">The parameters of a part are invalid.</exception>
    public Recipe WithEpochsAtMost(int epochs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        return this with { Classifier = ClassifierKinds.WithEpochsAtMost(Classifier, epochs),
            Training = Training.WithEpochsAtMost(epochs) };
    }

    /// <summary>Whether any part of it trains in epochs. Classical learners do not.</summary>
    [JsonIgnore]
    public bool TrainsInEpochs => ClassifierKinds.TrainsInEpochs(Classifier);

    /// <summary>Returns the recipe with another number of epochs. Parts with a number of their own train for at most this number.</summary>
    /// <param name="epochs">At least 1.</param>
    /// <exception cref="InvalidRecipeException">The parameters of a part are invalid.</exception>
    public Recipe WithEpochs(int epochs) => WithEpochsAtMost(epochs) with { Training = Training with { Epochs = epochs } };

    /// <summary>Reads a part of a recipe or of a model card with the recipe's conventions: camel case, no unknown properties.</summary>
    internal static T Read<T>(JsonElement element) => element.Deserialize<T>(JsonOptions)!;

    internal static JsonElement ToElement<T>(T value) => JsonSerializer.SerializeToElement(value, JsonOptions);

    internal static string Write<T>(T value) => JsonSerializer.Serialize(value, JsonOptions);

    internal static T Parse<T>(string json) => JsonSerializer.Deserialize<T>(json, JsonOptions)!;

    private void Validate(string source)
    {
        Features.Validate();
        Require(Name.Length > 0, "name must not be empty");
        Require(Genres is null || (Genres.Count > 0 && Genres.Distinct(StringComparer.Ordinal).Count() == Genres.Count),
            "genres must be distinct, with at least one");
        Require(PublishedRows.All(row => row.Accuracy is > 0 and <= 1), "the accuracy of published must be above 0 and at most 1");
        Require(AlsoPublished is null || Published is not null, "alsoPublished needs published");
        Require(
            Input.Cepstrum is not { } cepstrum
                || (cepstrum.Coefficients > 0 && cepstrum.First >= 0 && cepstrum.First + cepstrum.Coefficients <= Features.Rows),
            $"input.cepstrum must lie within the {Features.Rows} rows of the features");
        foreach (var fault in Inputs.Select(InputLengths.Fault).OfType<string>())
        {
            throw new InvalidRecipeException($"{source}: {fault}.");
        }

        Require(Input.Vector.Clip is null or > 0, "input.vector.clip must be positive");
        Require(Input.Vector.Components is null or > 0, "input.vector.components must be positive");
        Require(Training.Epochs > 0, "training.epochs must be positive");
        Require(Training.BatchSize > 0, "training.batchSize must be positive");
        Require(Training.ValidationInterval > 0, "training.validationInterval must be positive");
        Require(Training.LabelSmoothing is >= 0 and < 1, "training.labelSmoothing must be at least 0 and below 1");
        Require(Training.Augmentation.TimeMask >= 0 && Training.Augmentation.TimeMaskSeconds >= 0,
            $"{TimeMaskField} and {TimeMaskField}Seconds must not be negative");
        Require(Training.Augmentation is { TimeMask: 0 } or { TimeMaskSeconds: 0 },
            $"{TimeMaskField} and {TimeMaskField}Seconds exclude each other");
        Require(Training.Augmentation.RowShift >= 0, "training.augmentation.rowShift must not be negative");
        Require(Training.Augmentation.RowShift == 0 || Input.Cepstrum is null,
            "training.augmentation.rowShift applies to spectrograms, not to the coefficients of a cepstrum");
        Require(Training.Optimizer.LearningRate > 0, "training.optimizer.learningRate must be positive");
        Require(!Training.EverySlice || Lengths.Crop is not null, "training.everySlice needs input.cropSeconds, the length of a slice");
        foreach (var copy in CopiesToLearnFrom)
        {
            copy.Validate();
        }

        Require(Search is null or { Folds: >= 2 }, "search.folds must be at least 2");
        Search?.ToGrid(source);
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

/// <summary>A published result and its source.</summary>
/// <param name="Paper">The paper's short name, such as <c>calm-2020</c>.</param>
/// <param name="Table">The table or section.</param>
/// <param name="Row">The name of the row in the table.</param>
/// <param name="Accuracy">The published accuracy, 0 to 1.</param>
public sealed record PublishedResult(string Paper, string Table, string Row, double Accuracy);

/// <summary>A search for settings of a recipe by cross-validation on the training tracks.</summary>
public sealed record SearchSettings
{
    /// <summary>Number of folds, at least 2.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>The settings to vary, each with the list of its values; see <see cref="ParameterGrid"/>.</summary>
    public required JsonElement Grid { get; init; }

    internal ParameterGrid ToGrid(string source) => ParameterGrid.FromJson(Grid.GetRawText(), $"{source}: search.grid");
}

/// <summary>The classifier in a recipe.</summary>
/// <param name="Kind">One of <see cref="ClassifierKinds.Names"/>.</param>
/// <param name="Parameters">Parameters of the kind, a JSON object; <see langword="null"/> for the defaults.</param>
public sealed record ClassifierSettings(string Kind, JsonElement? Parameters = null)
{
    /// <summary>Reads the parameters as the kind's own type.</summary>
    /// <exception cref="InvalidRecipeException">A property is unknown, or a value has the wrong type.</exception>
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

/// <summary>The exception for a recipe that cannot be used. The message says where and why.</summary>
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
