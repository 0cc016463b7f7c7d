using System.Security.Cryptography;
using System.Text;

namespace MicroGenre.Learning;

/// <summary>One kind of classifier: how it is trained, and how it comes back from its weights.</summary>
internal interface IClassifierKind
{
    /// <summary>Trains a classifier.</summary>
    TrainingOutcome Train(TrainingTask task);

    /// <summary>The classifier that <see cref="IClassifier.Weights"/> came from.</summary>
    /// <exception cref="InvalidDataException">The weights do not fit the recipe.</exception>
    IClassifier Load(Recipe recipe, IReadOnlyList<string> labels, IReadOnlyDictionary<string, TensorData> weights);

    /// <summary>
    /// The same classifier, none of whose parts trains for more than so many epochs; a kind without epochs of its own changes nothing.
    /// </summary>
    ClassifierSettings WithEpochsAtMost(ClassifierSettings settings, int epochs) => settings;
}

/// <summary>A kind whose classifier is one learner on vectors, which other kinds can put on vectors of their own.</summary>
internal interface ILearnerKind : IClassifierKind
{
    /// <summary>The learner with its parameters.</summary>
    ILearner Learner(ClassifierSettings settings);
}

/// <summary>What a kind is asked to train.</summary>
internal sealed record TrainingTask(
    Recipe Recipe,
    TrackSet Train,
    TrackSet? Validation,
    TrainingOptions Options,
    IProgress<TrainingProgress>? Progress,
    CancellationToken Cancellation)
{
    /// <summary>What tells this run's checkpoints from those of a run with another recipe, seed or data.</summary>
    public string Identity => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes(Recipe.ToJson() + Train.Fingerprint + Validation?.Fingerprint)));
}

/// <summary>What came of it.</summary>
internal sealed record TrainingOutcome(IClassifier Classifier, IReadOnlyList<EpochResult> History)
{
    /// <summary>Versions of what it was trained with beside this library.</summary>
    public IReadOnlyDictionary<string, string> Libraries { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
