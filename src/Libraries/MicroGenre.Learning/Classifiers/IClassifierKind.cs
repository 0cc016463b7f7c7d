namespace MicroGenre.Learning;

/// <summary>One kind of classifier: how it is trained, and how it comes back from its weights.</summary>
internal interface IClassifierKind
{
    /// <summary>Trains a classifier.</summary>
    TrainingOutcome Train(TrainingTask task);

    /// <summary>The classifier that <see cref="IClassifier.Weights"/> came from.</summary>
    /// <exception cref="InvalidDataException">The weights do not fit the recipe.</exception>
    IClassifier Load(Recipe recipe, IReadOnlyList<string> labels, IReadOnlyDictionary<string, TensorData> weights);
}

/// <summary>What a kind is asked to train.</summary>
internal sealed record TrainingTask(
    Recipe Recipe,
    TrackSet Train,
    TrackSet? Validation,
    TrainingOptions Options,
    IProgress<TrainingProgress>? Progress,
    CancellationToken Cancellation);

/// <summary>What came of it.</summary>
internal sealed record TrainingOutcome(IClassifier Classifier, IReadOnlyList<EpochResult> History);
