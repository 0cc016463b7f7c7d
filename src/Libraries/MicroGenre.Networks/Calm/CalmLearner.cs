using MicroGenre.Learning;
using MicroGenre.Networks.Training;

namespace MicroGenre.Networks.Calm;

/// <summary>
/// The clustering augmented learning method (Ghosal and Sarkar 2020, Algorithm 1): a feed-forward network is told, besides a sample's
/// values, which cluster the sample is in, and the clusters in turn follow the network's weights.
/// </summary>
internal sealed record CalmLearner : ILearner
{
    /// <summary>
    /// Number of clusters |C|; <see langword="null"/> for as many as classes, 0 for none: the same network without clusters.
    /// </summary>
    public int? Clusters { get; init; }

    /// <summary>Units of the network's hidden layers.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [128, 32];

    /// <summary>Passes over the samples at most; also the limit of iterations, if each has one pass.</summary>
    public int Epochs { get; init; } = 150;

    /// <summary>Passes over the samples from one clustering to the next.</summary>
    public int EpochsPerIteration { get; init; } = 1;

    /// <summary>Clustering stops after this many iterations in which no sample changed its cluster.</summary>
    public int StableIterations { get; init; } = 10;

    /// <summary>
    /// Whether the network is trained to the last epoch once the clusters have come to rest. <see langword="false"/> stops both, as
    /// Algorithm 1 reads; the paper's 150 epochs of training speak for the former.
    /// </summary>
    public bool TrainToEnd { get; init; } = true;

    /// <summary>
    /// Epochs without better validation samples after which training stops, and goes back to the best; <see langword="null"/> to ignore
    /// them.
    /// </summary>
    public int? Patience { get; init; }

    /// <summary>Trees of each cluster's random forest.</summary>
    public int Trees { get; init; } = 10;

    /// <summary>Samples that each cluster's random forest learns from at most.</summary>
    public int ForestSamples { get; init; } = 1000;

    /// <summary>Samples per step.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>How the network is fitted; the paper's values.</summary>
    public OptimizerSettings Optimizer { get; init; } = new() { Kind = OptimizerKind.Adam, LearningRate = 1e-3, WeightDecay = 1e-4 };

    /// <inheritdoc/>
    public IPredictor Fit(Samples samples, IReadOnlyList<int> labels, int classes, FitOptions options) =>
        FitCalm(new LabelledSamples(samples, labels), classes, options);

    /// <summary>Learns from labelled vectors.</summary>
    /// <param name="train">The vectors; clusters are fitted to these alone.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="options">Seed, threads and cancellation.</param>
    /// <param name="validation">Vectors to watch, and to choose the best epoch by if <see cref="Patience"/> asks for it.</param>
    /// <exception cref="ArgumentException">A value that is not a number, a label out of range, or fewer vectors than clusters.</exception>
    /// <exception cref="InvalidRecipeException">A parameter is out of range.</exception>
    public CalmModel FitCalm(LabelledSamples train, int classes, FitOptions options, LabelledSamples? validation = null) =>
        FitCalm(train, classes, options, validation, new EpochLoop(CalmPhase.Clusters, Epochs, Patience));

    /// <inheritdoc/>
    public IPredictor Load(IReadOnlyDictionary<string, TensorData> weights) => CalmModel.From(weights);

    internal CalmModel FitCalm(LabelledSamples train, int classes, FitOptions options, LabelledSamples? validation, EpochLoop loop)
    {
        Predictors.CheckFit(train.Samples, train.Labels, classes);
        Predictors.Require(Clusters is null or >= 0, "clusters must not be negative");
        Predictors.Require(Epochs > 0 && EpochsPerIteration > 0 && StableIterations > 0,
            "epochs, epochsPerIteration and stableIterations must be positive");
        Predictors.Require(Patience is null or > 0, "patience must be positive");
        Predictors.Require(BatchSize > 0 && Trees > 0 && ForestSamples > 0, "batchSize, trees and forestSamples must be positive");
        Predictors.Require(Hidden.All(units => units > 0), "hidden must be positive");
        if (Clusters > train.Samples.Count)
        {
            throw new ArgumentException($"{train.Samples.Count} samples cannot make {Clusters} clusters.", nameof(train));
        }

        using var trainer = new CalmTrainer(this, train, validation, classes, options);
        return trainer.Run(loop);
    }
}

/// <summary>Vectors with their classes.</summary>
/// <param name="Samples">The vectors.</param>
/// <param name="Labels">The class of each.</param>
internal sealed record LabelledSamples(Samples Samples, IReadOnlyList<int> Labels);
