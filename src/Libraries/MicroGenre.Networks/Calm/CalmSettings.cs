using MicroGenre.Learning;
using MicroGenre.Networks.Architectures;

namespace MicroGenre.Networks.Calm;

/// <summary>Parameters of the kind <c>calm</c>. Defaults are the paper's where it states a value.</summary>
internal sealed record CalmSettings
{
    /// <summary>The convolutional part. It is trained with labels and the recipe's training settings before the autoencoder.</summary>
    public CalmCnnSettings Convolutions { get; init; } = new();

    /// <summary>The sequence autoencoder.</summary>
    public LstmAutoencoderSettings Autoencoder { get; init; } = new();

    /// <summary>
    /// How the autoencoder is trained on the output of the finished convolutional part. Only epochs, batch size, optimiser and gradient
    /// clipping apply.
    /// </summary>
    public TrainingSettings AutoencoderTraining { get; init; } = new()
    {
        Epochs = 100,
        Optimizer = new OptimizerSettings { Kind = OptimizerKind.Adam, LearningRate = 1e-3 },
        ClipGradientNorm = 1,
    };

    /// <summary>Whether to train convolutions and autoencoder together on the sum of both losses instead of one after the other.</summary>
    public bool Joint { get; init; }

    /// <summary>
    /// The learner on the standardized embeddings: any kind that learns from vectors, such as <c>softmax-regression</c> for the paper's
    /// ablation.
    /// </summary>
    public ClassifierSettings Head { get; init; } = new("clustering-augmented");
}
