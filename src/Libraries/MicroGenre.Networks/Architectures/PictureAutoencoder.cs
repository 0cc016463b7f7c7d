using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Architectures;

/// <summary>Parameters of <see cref="PictureAutoencoder"/>.</summary>
internal sealed record PictureAutoencoderSettings
{
    /// <summary>Feature maps between picture and code.</summary>
    public int Channels { get; init; } = 16;
}

/// <summary>
/// The autoencoder that "cnn-mel-image" proposes as future work in place of average pooling: a picture of 3×288×432 becomes a code of
/// 3×72×108 and a picture again, tanh between the layers, mean squared error. The paper's dense layers would need 373,248 × 23,328 ≈ 8.7
/// billion weights each way, so the layers here are convolutions, which halve height and width twice. Takes and gives <c>[batch, 3, height,
/// width]</c>; both sides must be multiples of 4.
/// </summary>
internal sealed class PictureAutoencoder : nn.Module<Tensor, Tensor>
{
    private readonly Sequential encoder;
    private readonly Sequential decoder;

    public PictureAutoencoder(PictureAutoencoderSettings settings)
        : base(nameof(PictureAutoencoder))
    {
        encoder = nn.Sequential(
            nn.Conv2d(3, settings.Channels, kernel_size: 4, stride: 2, padding: 1),
            nn.Tanh(),
            nn.Conv2d(settings.Channels, 3, kernel_size: 4, stride: 2, padding: 1),
            nn.Tanh());
        decoder = nn.Sequential(
            nn.ConvTranspose2d(3, settings.Channels, kernel_size: 4, stride: 2, padding: 1),
            nn.Tanh(),
            nn.ConvTranspose2d(settings.Channels, 3, kernel_size: 4, stride: 2, padding: 1));
        RegisterComponents();
    }

    /// <summary>The code <c>[batch, 3, height / 4, width / 4]</c> of each picture.</summary>
    public Tensor Encode(Tensor picture) => encoder.call(picture);

    /// <summary>The picture that a code stands for.</summary>
    public Tensor Decode(Tensor code) => decoder.call(code);

    public override Tensor forward(Tensor input) => Decode(Encode(input));
}
