using static TorchSharp.torch;

namespace MicroGenre.Networks.Architectures;

/// <summary>Parameters of <see cref="LeNetAutoencoder"/>.</summary>
internal sealed record LeNetAutoencoderSettings
{
    /// <summary>The autoencoder.</summary>
    public PictureAutoencoderSettings Autoencoder { get; init; } = new();

    /// <summary>The network that classifies the code.</summary>
    public LeNetSettings Network { get; init; } = new();
}

/// <summary>
/// <see cref="LeNet"/> on the code of a <see cref="PictureAutoencoder"/> instead of the average pool. Both are trained together: the code
/// must predict the genre and reconstruct the image. Input <c>[batch, rows, frames]</c>, values from −1 to 1; output logits <c>[batch,
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
