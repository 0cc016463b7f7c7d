using MicroGenre.Networks.Architectures;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Calm;

/// <summary>
/// The part of CALM before the classifier: convolutions, then the encoder of the sequence autoencoder. Input <c>[batch, rows, frames]</c>,
/// output embeddings <c>[batch, values]</c>.
/// </summary>
internal sealed class CalmEncoder : nn.Module<Tensor, Tensor>
{
    private readonly CalmCnnClassifier convolutions;
    private readonly LstmAutoencoder autoencoder;

    /// <param name="settings">The network's parameters.</param>
    /// <param name="rows">Number of input rows.</param>
    /// <param name="classes">Number of classes used to train the convolutions.</param>
    public CalmEncoder(CalmSettings settings, int rows, int classes)
        : base(nameof(CalmEncoder))
    {
        convolutions = new CalmCnnClassifier(settings.Convolutions, rows, classes);
        autoencoder = new LstmAutoencoder(settings.Autoencoder, convolutions.Convolutions.FeaturesPerStep);
        RegisterComponents();
    }

    /// <summary>The convolutional part.</summary>
    public CalmCnnClassifier Convolutions => convolutions;

    /// <summary>The sequence autoencoder.</summary>
    public LstmAutoencoder Autoencoder => autoencoder;

    /// <summary>The convolutional part's output for the autoencoder, <c>[batch, steps, features]</c>.</summary>
    public Tensor Sequence(Tensor input) =>
        ProcessorKernels.Run(ProcessorKernels.AllowOneDnn(convolutions), () => convolutions.Convolutions.call(input));

    public override Tensor forward(Tensor input)
    {
        var sequence = Sequence(input);
        return ProcessorKernels.Run(false, () => autoencoder.Encode(sequence));
    }
}

/// <summary>
/// Both parts of an encoder for joint training: the convolutions on the labels, and both parts on the autoencoder's reconstruction. Input
/// <c>[batch, rows, frames]</c>, output logits.
/// </summary>
internal sealed class JointCalmEncoder : nn.Module<Tensor, Tensor>, IAuxiliaryLoss
{
    private readonly CalmEncoder encoder;
    private Tensor? _reconstructionLoss;

    public JointCalmEncoder(CalmEncoder encoder)
        : base(nameof(JointCalmEncoder))
    {
        this.encoder = encoder;
        RegisterComponents();
    }

    /// <inheritdoc/>
    public Tensor AuxiliaryLoss => _reconstructionLoss
        ?? throw new InvalidOperationException("There was no forward pass in training mode.");

    public override Tensor forward(Tensor input)
    {
        var sequence = encoder.Convolutions.Convolutions.call(input);
        if (training)
        {
            _reconstructionLoss = LstmAutoencoder.Loss(encoder.Autoencoder.call(sequence), sequence);
        }

        return encoder.Convolutions.Classify(sequence);
    }
}
