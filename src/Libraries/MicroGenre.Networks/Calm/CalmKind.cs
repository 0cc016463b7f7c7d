using MicroGenre.Learning;
using MicroGenre.Networks.Prediction;
using MicroGenre.Networks.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Calm;

/// <summary>
/// The complete CALM classifier: convolutions, sequence autoencoder, and a head on the embeddings, trained one after the other. Each part
/// has its own checkpoint folder, so that a resumed run continues within the part that was interrupted.
/// </summary>
internal sealed class CalmKind : IClassifierKind
{
    /// <inheritdoc/>
    public TrainingOutcome Train(TrainingTask task)
    {
        var settings = task.Recipe.Classifier.As<CalmSettings>();
        var head = ClassifierKinds.FindLearner(settings.Head);
        var history = new List<EpochResult>();
        var windows = TrackWindows.Of(task.Recipe, task.Train);
        var target = Devices.Named(task.Options.Device);
        var encoder = TrainEncoder(settings, windows, task, target, history);
        try
        {
            var train = Embed(encoder, windows, task.Train, target, task.Cancellation);
            var standardizer = Standardizer.Fit(train.Samples);
            standardizer.Apply(train.Samples);
            var predictor = TrainHead(head, train, Standardized(task.Validation), Standardized(task.Watched?.Tracks), task, history);
            return new TrainingOutcome(new EmbeddingClassifier(encoder, windows, standardizer, predictor, target), history);

            LabelledSamples? Standardized(TrackSet? tracks)
            {
                if (tracks is null)
                {
                    return null;
                }

                var embedded = Embed(encoder, windows, tracks, target, task.Cancellation);
                standardizer.Apply(embedded.Samples);
                return embedded;
            }
        }
        catch
        {
            encoder.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public IClassifier Load(Recipe recipe, IReadOnlyList<string> labels, IReadOnlyDictionary<string, TensorData> weights)
    {
        var settings = recipe.Classifier.As<CalmSettings>();
        return EmbeddingClassifier.Load(
            new CalmEncoder(settings, recipe.InputRows, labels.Count), ClassifierKinds.FindLearner(settings.Head), recipe, weights);
    }

    /// <inheritdoc/>
    public ClassifierSettings WithEpochsAtMost(ClassifierSettings settings, int epochs)
    {
        var calm = settings.As<CalmSettings>();
        return settings with
        {
            Parameters = Recipe.ToElement(calm with
            {
                AutoencoderTraining = calm.AutoencoderTraining.WithEpochsAtMost(epochs),
                Head = ClassifierKinds.FindLearner(calm.Head) is CalmLearner head
                    ? calm.Head with { Parameters = Recipe.ToElement(head with { Epochs = Math.Min(head.Epochs, epochs) }) }
                    : calm.Head,
            }),
        };
    }

    /// <inheritdoc/>
    public ClassifierSettings? SharedPart(ClassifierSettings settings) =>
        settings with { Parameters = Recipe.ToElement(settings.As<CalmSettings>() with { Head = new("none") }) };

    /// <summary>Trains the encoder and appends its epochs to the history.</summary>
    internal static CalmEncoder TrainEncoder(
        CalmSettings settings, TrackWindows windows, TrainingTask task, Device device, List<EpochResult> history)
    {
        task = SharedTraining.Of(task);
        var phase = settings.Joint ? CalmPhase.Encoder : CalmPhase.Convolutions;
        CalmEncoder? encoder = null;
        try
        {
            var outcome = NetworkTrainer.Train(ForPhase(task, phase), (recipe, classes) =>
            {
                encoder = new CalmEncoder(settings, recipe.InputRows, classes);
                return settings.Joint ? new JointCalmEncoder(encoder) : encoder.Convolutions;
            });
            history.AddRange(outcome.History.Select(epoch => epoch with { Phase = phase }));
            var built = encoder!;
            built.to(device);
            if (!settings.Joint)
            {
                TrainAutoencoder(built, settings.AutoencoderTraining, windows, task, device, history);
            }

            built.eval();
            return built;
        }
        catch
        {
            encoder?.Dispose();
            throw;
        }
    }

    private static void TrainAutoencoder(
        CalmEncoder encoder, TrainingSettings settings, TrackWindows windows, TrainingTask task, Device device, List<EpochResult> history)
    {
        var convolutions = encoder.Convolutions.Convolutions;
        var sequences = windows.Apply(Features(task.Train), encoder.Sequence, device, task.Cancellation);
        var loop = LoopOf(task, CalmPhase.Autoencoder, settings.Epochs);
        new AutoencoderTrainer(encoder.Autoencoder, settings, device).Run(
            [.. sequences.Select(window => window.Values)], convolutions.FeaturesPerStep, Options(task), loop);
        history.AddRange(loop.History);
    }

    private static IPredictor TrainHead(
        ILearner head, LabelledSamples train, LabelledSamples? validation, LabelledSamples? watched, TrainingTask task,
        List<EpochResult> history)
    {
        var classes = task.Train.Genres.Count;
        if (head is not CalmLearner calm)
        {
            return head.Fit(train.Samples, train.Labels, classes, Options(task));
        }

        var loop = LoopOf(task, CalmPhase.Clusters, calm.Epochs, calm.Patience);
        var model = calm.FitCalm(train, classes, Options(task), validation, loop, watched);
        history.AddRange(model.History);
        return model;
    }

    private static LabelledSamples Embed(
        CalmEncoder encoder, TrackWindows windows, TrackSet tracks, Device device, CancellationToken cancellation)
    {
        var (embeddings, places) = EmbeddingClassifier.Embed(encoder, windows, Features(tracks), device, cancellation);
        return new LabelledSamples(embeddings, Array.ConvertAll(places, place => tracks.Tracks[place].Genre));
    }

    private static FitOptions Options(TrainingTask task) => new(task.Recipe.Seed, task.Options.EffectiveThreads, task.Cancellation);

    private static List<Signal.FeatureMatrix> Features(TrackSet tracks) => [.. tracks.Tracks.Select(track => track.Features)];

    private static EpochLoop LoopOf(TrainingTask task, string phase, int epochs, int? patience = null) => new(phase, epochs, patience)
    {
        Checkpoint = FolderOf(task, phase) is { } folder ? new Checkpoint(folder, task.Identity) : null,
        Resume = task.Options.Resume,
        Progress = task.Progress,
    };

    private static TrainingTask ForPhase(TrainingTask task, string phase) => task with
    {
        Options = task.Options with { CheckpointFolder = FolderOf(task, phase) },
        Progress = task.Progress is null ? null : new PhaseProgress(task.Progress, phase),
    };

    private static string? FolderOf(TrainingTask task, string phase) =>
        task.Options.CheckpointFolder is { } folder ? Path.Combine(folder, phase) : null;
}

/// <summary>The names of the training phases, used in reports and as folders of checkpoints.</summary>
internal static class CalmPhase
{
    public const string Encoder = "encoder";
    public const string Convolutions = "convolutions";
    public const string Autoencoder = "autoencoder";
    public const string Clusters = "clusters";
}
