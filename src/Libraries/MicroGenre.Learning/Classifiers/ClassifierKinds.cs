using System.Collections.Concurrent;

namespace MicroGenre.Learning;

/// <summary>
/// The kinds of classifier that a recipe can name. Those of classical learners are always there; a library of others registers its own when
/// a program starts.
/// </summary>
public static class ClassifierKinds
{
    // A kind is made when it is first asked for: what it is built on is not loaded for the sake of its name.
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

    /// <summary>The names, for messages and completion.</summary>
    public static IReadOnlyList<string> Names => [.. Kinds.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Adds a kind; one that is already known stays as it is, so that registering twice changes nothing.</summary>
    /// <param name="name">What recipes call it.</param>
    /// <param name="create">Makes it, the first time that a recipe names it.</param>
    internal static void Register(string name, Func<IClassifierKind> create) => Kinds.TryAdd(name, new(create));

    /// <summary>The kind that a recipe names.</summary>
    /// <exception cref="InvalidRecipeException">There is no such kind; the message lists those that exist.</exception>
    internal static IClassifierKind Find(Recipe recipe) => Named(recipe.Classifier.Kind) is { } kind
        ? OnCepstrum(recipe, kind)
        : throw new InvalidRecipeException(
            $"recipe '{recipe.Name}': there is no classifier kind '{recipe.Classifier.Kind}'; known are: {string.Join(", ", Names)}.");

    /// <summary>A classifier none of whose parts trains for more than so many epochs.</summary>
    internal static ClassifierSettings WithEpochsAtMost(ClassifierSettings settings, int epochs) =>
        Named(settings.Kind)?.WithEpochsAtMost(settings, epochs) ?? settings;

    /// <summary>The learner that a part of a recipe names.</summary>
    /// <exception cref="InvalidRecipeException">There is no such kind, or it learns from more than vectors.</exception>
    internal static ILearner FindLearner(ClassifierSettings settings) => Named(settings.Kind) is ILearnerKind kind
        ? kind.Learner(settings)
        : throw new InvalidRecipeException($"'{settings.Kind}' is not a kind of classifier that learns from vectors.");

    private static IClassifierKind? Named(string name) => Kinds.GetValueOrDefault(name)?.Value;

    // The parts of an ensemble or a tree take the cepstrum themselves.
    private static IClassifierKind OnCepstrum(Recipe recipe, IClassifierKind kind) =>
        recipe.Input.Cepstrum is null || kind is EnsembleKind or GenreTreeKind ? kind : new CepstralKind(kind);

    private static Lazy<IClassifierKind> Classical<TLearner>()
        where TLearner : class, ILearner, new() => new(() => new ClassicalKind<TLearner>());
}
