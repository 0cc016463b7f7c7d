using MicroGenre.Learning;
using MicroGenre.Networks.Architectures;
using MicroGenre.Networks.Calm;
using static TorchSharp.torch;

namespace MicroGenre.Networks;

/// <summary>The kinds of classifier that are networks or contain one.</summary>
/// <example><code>
/// NetworkKinds.Register();
/// var kinds = ClassifierKinds.Names;
/// </code></example>
public static class NetworkKinds
{
    private static readonly Dictionary<string, Func<IClassifierKind>> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["calm"] = () => new CalmKind(),
        ["calm-cnn"] = () => Network<CalmCnnSettings>((settings, input, classes) => new CalmCnnClassifier(settings, input.Rows, classes)),
        ["clustering-augmented"] = () => new ClassicalKind<CalmLearner>(),
        ["cnn1d"] = () => Network<Cnn1dSettings>((settings, input, classes) => new Cnn1d(settings, input.Rows, classes)),
        ["cnn2d"] = () => Network<Cnn2dSettings>((settings, _, classes) => new Cnn2d(settings, classes)),
        ["deep-features"] = () => new DeepFeatureKind(),
        ["gru"] = () => Network<GruSettings>((settings, input, classes) => new GruClassifier(settings, input.Rows, classes)),
        ["lenet"] = () => new NetworkKind((recipe, classes) => LeNet.For(recipe.Classifier.As<LeNetSettings>(), recipe, classes)),
        ["lenet-autoencoder"] = () => Network<LeNetAutoencoderSettings>((settings, _, classes) => new LeNetAutoencoder(settings, classes)),
        ["lstm"] = () => Network<LstmSettings>((settings, input, classes) => new LstmClassifier(settings, input.Rows, classes)),
        ["lstm-features"] = () => Network<DeepFeatureLstmSettings>(
            (settings, input, classes) => new DeepFeatureLstm(settings, input.Rows, classes)),
        ["resnet34"] = () => Network<ResNet34Settings>((settings, _, classes) => new ResNet34(settings, classes)),
        ["vgg16"] = () => Network<Vgg16Settings>((settings, _, classes) => new Vgg16(settings, classes)),
    };

    /// <summary>
    /// Registers the kinds with <see cref="ClassifierKinds"/>. Call it once at startup. libtorch is loaded when a kind is first used.
    /// </summary>
    public static void Register()
    {
        foreach (var (name, create) in Kinds)
        {
            ClassifierKinds.Register(name, () => LibtorchKind.Of(create()));
        }
    }

    /// <summary>Creates the network that a recipe names, with initial weights.</summary>
    /// <exception cref="InvalidRecipeException">The kind is unknown, or is not a network.</exception>
    internal static nn.Module<Tensor, Tensor> Build(Recipe recipe, int classes) =>
        Kinds.GetValueOrDefault(recipe.Classifier.Kind)?.Invoke() is NetworkKind kind
        ? kind.Build(recipe, classes)
        : throw new InvalidRecipeException($"'{recipe.Classifier.Kind}' is not a kind of network.");

    private static NetworkKind Network<TSettings>(Func<TSettings, (int Rows, int Frames), int, nn.Module<Tensor, Tensor>> build)
        where TSettings : class, new() =>
        new((recipe, classes) => build(recipe.Classifier.As<TSettings>(), (recipe.InputRows, recipe.Lengths.Crop ?? 1), classes));
}
