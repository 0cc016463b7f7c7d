using static TorchSharp.torch;

namespace MicroGenre.Networks.Architectures;

/// <summary>Parameters of <see cref="LeNetAutoencoder"/>.</summary>
internal sealed record LeNetAutoencoderSettings
{
    /// <summary>The autoencoder.</summary>
    public PictureAutoencoderSettings Autoencoder { get; init; } = new();

    /// <summary>The network that reads its code.</summary>
    public LeNetSettings Network { get; init; } = new();
}

/// <summary>
/// <see cref="LeNet"/> on the code of a <see cref="PictureAutoencoder"/> in place of the average pool. Both learn at once: the code must
/// tell the genre, and give back the picture. Takes <c>[batch, rows, frames]</c> with values from −1 to 1, gives logits <c>[batch,
/// classes]</c>.
/// </summary>
internal sealed class LeNetAutoencoder : nn.Module<Tensor, Tensor>, IAuxiliaryLoss
{
    private readonly PictureAutoencoder autoencoder;
    private readonly LeNet network;
    private Tensor? _reconstructionLoss;

    public LeNetAutoencoder(LeNetAutoencoderSettings settings, int classes)
        : base(nameof(LeNetAutoencoder))
    {
        autoencoder = new PictureAutoencoder(settings.Autoencoder);
        network = new LeNet(settings.Network, classes);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public Tensor AuxiliaryLoss => _reconstructionLoss
        ?? throw new InvalidOperationException("There was no forward pass in training mode.");

    public override Tensor forward(Tensor input)
    {
        var picture = PictureInput.Draw(input);
        var code = autoencoder.Encode(picture);
        if (training)
        {
            _reconstructionLoss = nn.functional.mse_loss(autoencoder.Decode(code), picture);
        }

        return network.Classify(code);
    }
}
