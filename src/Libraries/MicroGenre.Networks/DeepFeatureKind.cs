using MicroGenre.Learning;
using MicroGenre.Networks.Architectures;
using MicroGenre.Networks.Prediction;
using MicroGenre.Networks.Training;
using MicroGenre.Signal;
using static TorchSharp.torch;

namespace MicroGenre.Networks;

/// <summary>Parameters of the kind <c>deep-features</c>.</summary>
internal sealed record DeepFeatureSettings
{
    /// <summary>The network that is trained first. Its last hidden layer provides the features.</summary>
    public ClassifierSettings Network { get; init; } = new("lstm-features");

    /// <summary>The learner that is then fitted to the features of every window of every track.</summary>
    public ClassifierSettings Learner { get; init; } = new("rbf-svm");
}

/// <summary>
/// The method of "lstm-deep-features": trains a network on the genres, then a classical learner on the network's last hidden layer.
/// </summary>
internal sealed class DeepFeatureKind : IClassifierKind
{
    /// <inheritdoc/>
    public TrainingOutcome Train(TrainingTask task)
    {
        var learner = ClassifierKinds.FindLearner(task.Recipe.Classifier.As<DeepFeatureSettings>().Learner);
        DeepFeatures? features = null;
        try
        {
            var history = NetworkTrainer.Train(SharedTraining.Of(task), (recipe, classes) =>
            {
                features = Features(recipe, classes);
                return features.Network;
            }).History;
            return new TrainingOutcome(Fit(learner, features!, task), history);
        }
        catch
        {
            features?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public IClassifier Load(Recipe recipe, IReadOnlyList<string> labels, IReadOnlyDictionary<string, TensorData> weights) =>
        EmbeddingClassifier.Load(
        Features(recipe, labels.Count), ClassifierKinds.FindLearner(recipe.Classifier.As<DeepFeatureSettings>().Learner), recipe, weights);

    /// <inheritdoc/>
    public ClassifierSettings? SharedPart(ClassifierSettings settings) =>
        settings with { Parameters = Recipe.ToElement(settings.As<DeepFeatureSettings>() with { Learner = new("none") }) };

    private static EmbeddingClassifier Fit(ILearner learner, DeepFeatures features, TrainingTask task)
    {
        var windows = TrackWindows.Of(task.Recipe, task.Train);
        var target = Devices.Named(task.Options.Device);
        IReadOnlyList<FeatureMatrix> tracks = [.. task.Train.Tracks.Select(track => track.Features)];
        var (samples, places) = EmbeddingClassifier.Embed(features, windows, tracks, target, task.Cancellation);
        var standardizer = Standardizer.Fit(samples);
        standardizer.Apply(samples);
        var labels = Array.ConvertAll(places, place => task.Train.Tracks[place].Genre);
        var options = new FitOptions(task.Recipe.Seed, task.Options.EffectiveThreads, task.Cancellation);
        return new EmbeddingClassifier(
            features, windows, standardizer, learner.Fit(samples, labels, task.Train.Genres.Count, options), target);
    }

    private static DeepFeatures Features(Recipe recipe, int classes) =>
        new(NetworkKinds.Build(recipe with { Classifier = recipe.Classifier.As<DeepFeatureSettings>().Network }, classes));

    /// <summary>Returns a network's last hidden layer instead of its logits.</summary>
    private sealed class DeepFeatures : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> network;

        public DeepFeatures(nn.Module<Tensor, Tensor> network)
            : base(nameof(DeepFeatures))
        {
            if (network is not IDeepFeatures)
            {
                throw new InvalidRecipeException($"The network '{network.GetName()}' provides no features for other learners.");
            }

            this.network = network;
            RegisterComponents();
        }

        /// <summary>The network itself, for training.</summary>
        public nn.Module<Tensor, Tensor> Network => network;

        public override Tensor forward(Tensor input) =>
            ProcessorKernels.Run(ProcessorKernels.AllowOneDnn(network), () => ((IDeepFeatures)network).Features(input));
    }
}
