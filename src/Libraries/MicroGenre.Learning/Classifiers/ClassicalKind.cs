namespace MicroGenre.Learning;

/// <summary>Classifiers that are one classical learner, whose parameters are the learner's own properties.</summary>
internal sealed class ClassicalKind<TLearner> : ILearnerKind
    where TLearner : class, ILearner, new()
{
    /// <inheritdoc/>
    public ILearner Learner(ClassifierSettings settings) => settings.As<TLearner>();

    /// <inheritdoc/>
    public TrainingOutcome Train(TrainingTask task) => new(ClassicalClassifier.Train(task.Recipe.Classifier.As<TLearner>(), task), []);

    /// <inheritdoc/>
    public IClassifier Load(Recipe recipe, IReadOnlyList<string> labels, IReadOnlyDictionary<string, TensorData> weights) =>
        ClassicalClassifier.Load(recipe.Classifier.As<TLearner>(), recipe, weights);
}
