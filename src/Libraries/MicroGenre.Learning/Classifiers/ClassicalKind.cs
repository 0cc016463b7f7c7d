namespace MicroGenre.Learning;

/// <summary>A kind of classifier with a single classical learner, whose properties are the parameters.</summary>
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
