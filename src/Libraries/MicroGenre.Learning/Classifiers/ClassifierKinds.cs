using static TorchSharp.torch;

namespace MicroGenre.Learning;

/// <summary>The kinds of classifier that a recipe can name.</summary>
public static class ClassifierKinds
{
    private static readonly Dictionary<string, IClassifierKind> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["calm"] = new CalmKind(),
        ["calm-cnn"] = Network<CalmCnnSettings>((settings, input, classes) => new CalmCnnClassifier(settings, input.Rows, classes)),
        ["clustering-augmented"] = new ClassicalKind<CalmLearner>(),
        ["cnn1d"] = Network<Cnn1dSettings>((settings, input, classes) => new Cnn1d(settings, input.Rows, classes)),
        ["cnn2d"] = Network<Cnn2dSettings>((settings, _, classes) => new Cnn2d(settings, classes)),
        ["decision-tree"] = new ClassicalKind<DecisionTree>(),
        ["deep-features"] = new DeepFeatureKind(),
        ["ensemble"] = new EnsembleKind(),
        ["gaussian-naive-bayes"] = new ClassicalKind<GaussianNaiveBayes>(),
        ["genre-tree"] = new GenreTreeKind(),
        ["gru"] = Network<GruSettings>((settings, input, classes) => new GruClassifier(settings, input.Rows, classes)),
        ["lenet"] = Network<LeNetSettings>((settings, _, classes) => new LeNet(settings, classes)),
        ["lenet-autoencoder"] = Network<LeNetAutoencoderSettings>((settings, _, classes) => new LeNetAutoencoder(settings, classes)),
        ["linear-discriminant"] = new ClassicalKind<LinearDiscriminant>(),
        ["linear-svm"] = new ClassicalKind<LinearSvm>(),
        ["lstm"] = Network<LstmSettings>((settings, input, classes) => new LstmClassifier(settings, input.Rows, classes)),
        ["lstm-features"] = Network<DeepFeatureLstmSettings>(
            (settings, input, classes) => new DeepFeatureLstm(settings, settings.Steps == StepAxis.Rows ? input.Frames : input.Rows, classes)),
        ["multilayer-perceptron"] = new ClassicalKind<MultilayerPerceptron>(),
        ["nearest-neighbors"] = new ClassicalKind<NearestNeighbors>(),
        ["random-forest"] = new ClassicalKind<RandomForest>(),
        ["rbf-svm"] = new ClassicalKind<KernelSvm>(),
        ["resnet34"] = Network<ResNet34Settings>((settings, _, classes) => new ResNet34(settings, classes)),
        ["softmax-regression"] = new ClassicalKind<SoftmaxRegression>(),
        ["vgg16"] = Network<Vgg16Settings>((settings, _, classes) => new Vgg16(settings, classes)),
    };

    /// <summary>The names, for messages and completion.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Kinds.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The kind that a recipe names.</summary>
    /// <exception cref="InvalidRecipeException">There is no such kind; the message lists those that exist.</exception>
    internal static IClassifierKind Find(Recipe recipe) => Kinds.TryGetValue(recipe.Classifier.Kind, out var kind)
        ? OnCepstrum(recipe, kind)
        : throw new InvalidRecipeException(
            $"recipe '{recipe.Name}': there is no classifier kind '{recipe.Classifier.Kind}'; known are: {string.Join(", ", Names)}.");

    /// <summary>A classifier none of whose parts trains for more than so many epochs.</summary>
    internal static ClassifierSettings WithEpochsAtMost(ClassifierSettings settings, int epochs) =>
        Kinds.GetValueOrDefault(settings.Kind)?.WithEpochsAtMost(settings, epochs) ?? settings;

    // The parts of an ensemble or a tree take the cepstrum themselves.
    private static IClassifierKind OnCepstrum(Recipe recipe, IClassifierKind kind) =>
        recipe.Input.Cepstrum is null || kind is EnsembleKind or GenreTreeKind ? kind : new CepstralKind(kind);

    /// <summary>The learner that a part of a recipe names.</summary>
    /// <exception cref="InvalidRecipeException">There is no such kind, or it learns from more than vectors.</exception>
    internal static ILearner FindLearner(ClassifierSettings settings) => Kinds.GetValueOrDefault(settings.Kind) is ILearnerKind kind
        ? kind.Learner(settings)
        : throw new InvalidRecipeException($"'{settings.Kind}' is no kind of classifier that learns from vectors.");

    /// <summary>The network that a recipe names, with its first weights.</summary>
    /// <exception cref="InvalidRecipeException">There is no such kind, or it is no network.</exception>
    internal static nn.Module<Tensor, Tensor> BuildNetwork(Recipe recipe, int classes) => Kinds.GetValueOrDefault(recipe.Classifier.Kind) is NetworkKind kind
        ? kind.Build(recipe, classes)
        : throw new InvalidRecipeException($"'{recipe.Classifier.Kind}' is no kind of network.");

    private static NetworkKind Network<TSettings>(Func<TSettings, (int Rows, int Frames), int, nn.Module<Tensor, Tensor>> build)
        where TSettings : class, new() =>
        new((recipe, classes) => build(recipe.Classifier.As<TSettings>(), (recipe.InputRows, recipe.Input.CropFrames ?? 1), classes));
}
