using System.Security.Cryptography;
using System.Text;

namespace MicroGenre.Learning;

/// <summary>A kind of classifier: trains classifiers and restores them from their weights.</summary>
internal interface IClassifierKind
{
    /// <summary>Trains a classifier.</summary>
    TrainingOutcome Train(TrainingTask task);

    /// <summary>Restores a classifier from its <see cref="IClassifier.Weights"/>.</summary>
    /// <exception cref="InvalidDataException">The weights do not fit the recipe.</exception>
    IClassifier Load(Recipe recipe, IReadOnlyList<string> labels, IReadOnlyDictionary<string, TensorData> weights);

    /// <summary>
    /// Limits the number of training epochs of all parts of a classifier. Kinds without epochs return the settings unchanged.
    /// </summary>
    ClassifierSettings WithEpochsAtMost(ClassifierSettings settings, int epochs) => settings;

    /// <summary>The inputs of parts that have their own; most kinds have none.</summary>
    IEnumerable<InputSettings> Inputs(ClassifierSettings settings) => [];

    /// <summary>Changes the inputs of parts that have their own.</summary>
    ClassifierSettings WithInputs(ClassifierSettings settings, Func<InputSettings, InputSettings> change) => settings;

    /// <summary>
    /// The settings of a part that recipes may have in common and train once (<see cref="TrainingOptions.SharedFolder"/>);
    /// <see langword="null"/> for none.
    /// </summary>
    ClassifierSettings? SharedPart(ClassifierSettings settings) => null;

    /// <summary>Whether the classifier, or any of its parts, trains in epochs.</summary>
    bool TrainsInEpochs(ClassifierSettings settings) => this is not ILearnerKind;
}

/// <summary>A kind with a single learner on vectors, which other kinds can apply to vectors of their own.</summary>
internal interface ILearnerKind : IClassifierKind
{
    /// <summary>Creates the learner with its parameters.</summary>
    ILearner Learner(ClassifierSettings settings);
}

/// <summary>The input of a training.</summary>
internal sealed record TrainingTask(
    Recipe Recipe,
    TrackSet Train,
    TrackSet? Validation,
    TrainingOptions Options,
    IProgress<TrainingProgress>? Progress,
    CancellationToken Cancellation)
{
    /// <summary>Tracks to measure a network on while it trains.</summary>
    public WatchedTracks? Watched { get; init; }

    /// <summary>Identifies the checkpoints of this run: another recipe, seed or data gives another identity.</summary>
    public string Identity => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes(Recipe.ToJson() + Train.Fingerprint + Validation?.Fingerprint)));
}

/// <summary>The result of a training.</summary>
internal sealed record TrainingOutcome(IClassifier Classifier, IReadOnlyList<EpochResult> History)
{
    /// <summary>Versions of other libraries used for the training.</summary>
    public IReadOnlyDictionary<string, string> Libraries { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
