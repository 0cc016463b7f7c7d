using System.Collections.Concurrent;

namespace MicroGenre.Learning;

/// <summary>
/// The kinds of classifier that recipes can name. Classical learners are always available; other libraries register their kinds at startup.
/// </summary>
public static class ClassifierKinds
{
    // Kinds are created on first use, so that their dependencies are not loaded just to list names.
    private static readonly ConcurrentDictionary<string, Lazy<IClassifierKind>> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["decision-tree"] = Classical<DecisionTree>(),
        ["ensemble"] = new(() => new EnsembleKind()),
        ["gaussian-naive-bayes"] = Classical<GaussianNaiveBayes>(),
        ["genre-tree"] = new(() => new GenreTreeKind()),
        ["linear-discriminant"] = Classical<LinearDiscriminant>(),
        ["linear-svm"] = Classical<LinearSvm>(),
        ["multilayer-perceptron"] = Classical<MultilayerPerceptron>(),
        ["nearest-neighbors"] = Classical<NearestNeighbors>(),
        ["random-forest"] = Classical<RandomForest>(),
        ["rbf-svm"] = Classical<KernelSvm>(),
        ["softmax-regression"] = Classical<SoftmaxRegression>(),
    };

    /// <summary>The names of all kinds, for messages and completion.</summary>
    public static IReadOnlyList<string> Names => [.. Kinds.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Registers a kind. Registering a name again has no effect.</summary>
    /// <param name="name">The name used in recipes.</param>
    /// <param name="create">Creates the kind on first use.</param>
    internal static void Register(string name, Func<IClassifierKind> create) => Kinds.TryAdd(name, new(create));

    /// <summary>Returns the kind that a recipe names.</summary>
    /// <exception cref="InvalidRecipeException">The kind is unknown; the message lists the known kinds.</exception>
    internal static IClassifierKind Find(Recipe recipe) => Named(recipe.Classifier.Kind) is { } kind
        ? OnCepstrum(recipe, kind)
        : throw new InvalidRecipeException(
            $"recipe '{recipe.Name}': there is no classifier kind '{recipe.Classifier.Kind}'; known are: {string.Join(", ", Names)}.");

    /// <summary>Limits the number of training epochs of a classifier and of all its parts.</summary>
    internal static ClassifierSettings WithEpochsAtMost(ClassifierSettings settings, int epochs) =>
        Named(settings.Kind)?.WithEpochsAtMost(settings, epochs) ?? settings;

    /// <summary>Whether a classifier, or any of its parts, trains in epochs.</summary>
    internal static bool TrainsInEpochs(ClassifierSettings settings) => Named(settings.Kind)?.TrainsInEpochs(settings) ?? true;

    /// <summary>The settings of a part that recipes may have in common; <see langword="null"/> for none.</summary>
    internal static ClassifierSettings? SharedPart(ClassifierSettings settings) => Named(settings.Kind)?.SharedPart(settings);

    /// <summary>The inputs of the parts of a classifier that have their own.</summary>
    internal static IEnumerable<InputSettings> Inputs(ClassifierSettings settings) => Named(settings.Kind)?.Inputs(settings) ?? [];

    /// <summary>Changes the inputs of the parts of a classifier that have their own.</summary>
    internal static ClassifierSettings WithInputs(ClassifierSettings settings, Func<InputSettings, InputSettings> change) =>
        Named(settings.Kind)?.WithInputs(settings, change) ?? settings;

    /// <summary>Returns the learner that a part of a recipe names.</summary>
    /// <exception cref="InvalidRecipeException">The kind is unknown, or it does not learn from vectors.</exception>
    internal static ILearner FindLearner(ClassifierSettings settings) => Named(settings.Kind) is ILearnerKind kind
        ? kind.Learner(settings)
        : throw new InvalidRecipeException($"'{settings.Kind}' is not a kind of classifier that learns from vectors.");

    private static IClassifierKind? Named(string name) => Kinds.GetValueOrDefault(name)?.Value;

    // The parts of an ensemble or a tree compute the cepstrum themselves.
    private static IClassifierKind OnCepstrum(Recipe recipe, IClassifierKind kind) =>
        recipe.Input.Cepstrum is null || kind is EnsembleKind or GenreTreeKind ? kind : new CepstralKind(kind);

    private static Lazy<IClassifierKind> Classical<TLearner>()
        where TLearner : class, ILearner, new() => new(() => new ClassicalKind<TLearner>());
}
