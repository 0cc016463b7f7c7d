using MicroGenre.Learning;
using MicroGenre.Networks.Training;

namespace MicroGenre.Networks.Calm;

/// <summary>
/// Clustering augmented learning method (CALM; Ghosal and Sarkar 2020, Algorithm 1). A feed-forward network sees a sample's values and its
/// cluster; the clusters in turn follow the network's weights.
/// </summary>
internal sealed record CalmLearner : ILearner
{
    /// <summary>Number of clusters |C|; <see langword="null"/> for one per class, 0 for the same network without clusters.</summary>
    public int? Clusters { get; init; }

    /// <summary>
    /// Whether each cluster has a network of its own, trained on the cluster's samples alone: the paper's "Cluster centers" read literally.
    /// A sample is then as far from a centre as the network of the centre's cluster weighs its values. By default one network is trained on
    /// all samples, as Algorithm 1 reads.
    /// </summary>
    public bool NetworkPerCluster { get; init; }

    /// <summary>Number of units in each hidden layer.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [128, 32];

    /// <summary>Maximum number of epochs, and thus of iterations if each has one epoch.</summary>
    public int Epochs { get; init; } = 150;

    /// <summary>Number of epochs between clusterings.</summary>
    public int EpochsPerIteration { get; init; } = 1;

    /// <summary>Clustering stops after this many iterations without a change of clusters.</summary>
    public int StableIterations { get; init; } = 10;

    /// <summary>
    /// Whether to train the network to the last epoch after the clusters have settled. <see langword="false"/> stops both, as Algorithm 1
    /// is written; the paper's 150 epochs of training suggest the former.
    /// </summary>
    public bool TrainToEnd { get; init; } = true;

    /// <summary>
    /// Number of epochs without improvement on the validation samples after which training stops and the best epoch is restored;
    /// <see langword="null"/> to ignore validation.
    /// </summary>
    public int? Patience { get; init; }

    /// <summary>How samples are compared with centres.</summary>
    public CalmDistance Distance { get; init; } = CalmDistance.Manhattan;

    /// <summary>Number of trees in each cluster's random forest.</summary>
    public int Trees { get; init; } = 100;

    /// <summary>Maximum number of samples for each cluster's random forest.</summary>
    public int ForestSamples { get; init; } = 1000;

    /// <summary>Number of samples per step.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>The optimiser; the defaults are the paper's.</summary>
    public OptimizerSettings Optimizer { get; init; } = new() { Kind = OptimizerKind.Adam, LearningRate = 1e-3, WeightDecay = 1e-4 };

    /// <inheritdoc/>
    public IPredictor Fit(Samples samples, IReadOnlyList<int> labels, int classes, FitOptions options) =>
        FitCalm(new LabelledSamples(samples, labels), classes, options);

    /// <summary>Fits the learner to labelled vectors.</summary>
    /// <param name="train">The training vectors. Clusters are fitted to these alone.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="options">Seed, threads and cancellation.</param>
    /// <param name="validation">Validation vectors. With <see cref="Patience"/>, they determine the best epoch.</param>
    /// <exception cref="ArgumentException">A value is not finite, a label is out of range, or there are fewer vectors than
    /// clusters.</exception>
    /// <exception cref="InvalidRecipeException">A parameter is out of range.</exception>
    public CalmModel FitCalm(LabelledSamples train, int classes, FitOptions options, LabelledSamples? validation = null) =>
        FitCalm(train, classes, options, validation, new EpochLoop(CalmPhase.Clusters, Epochs, Patience));

    /// <inheritdoc/>
    public IPredictor Load(IReadOnlyDictionary<string, TensorData> weights) => CalmModel.From(weights, Distance);

    internal CalmModel FitCalm(
        LabelledSamples train, int classes, FitOptions options, LabelledSamples? validation, EpochLoop loop,
        LabelledSamples? watched = null)
    {
        Predictors.CheckFit(train.Samples, train.Labels, classes);
        Predictors.Require(Clusters is null or >= 0, "clusters must not be negative");
        Predictors.Require(Epochs > 0 && EpochsPerIteration > 0 && StableIterations > 0,
            "epochs, epochsPerIteration and stableIterations must be positive");
        Predictors.Require(Patience is null or > 0, "patience must be positive");
        Predictors.Require(BatchSize > 0 && Trees > 0 && ForestSamples > 0, "batchSize, trees and forestSamples must be positive");
        Predictors.Require(Hidden.All(units => units > 0), "hidden must be positive");
        Predictors.Require(!NetworkPerCluster || Clusters != 0, "networkPerCluster needs clusters");
        if (Clusters > train.Samples.Count)
        {
            throw new ArgumentException($"Cannot make {Clusters} clusters of {train.Samples.Count} samples.", nameof(train));
        }

        using var trainer = new CalmTrainer(this, train, validation, watched, classes, options);
        return trainer.Run(loop);
    }
}

/// <summary>Vectors with their classes.</summary>
/// <param name="Samples">The vectors.</param>
/// <param name="Labels">The class of each.</param>
internal sealed record LabelledSamples(Samples Samples, IReadOnlyList<int> Labels);
