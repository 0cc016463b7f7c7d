using MicroGenre.Learning;
using MicroGenre.Networks.Architectures;

namespace MicroGenre.Networks.Calm;

/// <summary>Parameters of the kind <c>calm</c>; the defaults are the paper's where it names a value.</summary>
internal sealed record CalmSettings
{
    /// <summary>The convolutional part. It is trained with labels, by the recipe's own training settings, before the autoencoder.</summary>
    public CalmCnnSettings Convolutions { get; init; } = new();

    /// <summary>The sequence autoencoder.</summary>
    public LstmAutoencoderSettings Autoencoder { get; init; } = new();

    /// <summary>
    /// How the autoencoder is trained on the sequences of the finished convolutional part. Epochs, batch size, optimiser and clipping
    /// count.
    /// </summary>
    public TrainingSettings AutoencoderTraining { get; init; } = new()
    {
        Epochs = 100,
        Optimizer = new OptimizerSettings { Kind = OptimizerKind.Adam, LearningRate = 1e-3 },
        ClipGradientNorm = 1,
    };

    /// <summary>Trains convolutional part and autoencoder together, on the sum of both losses, in place of one after the other.</summary>
    public bool Joint { get; init; }

    /// <summary>
    /// What learns from the standardized embeddings: any kind that learns from vectors, <c>softmax-regression</c> for the paper's ablation.
    /// </summary>
    public ClassifierSettings Head { get; init; } = new("clustering-augmented");
}
