using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Architectures;

/// <summary>Parameters of <see cref="PictureAutoencoder"/>.</summary>
internal sealed record PictureAutoencoderSettings
{
    /// <summary>Number of feature maps between image and code.</summary>
    public int Channels { get; init; } = 16;
}

/// <summary>
/// The autoencoder that "cnn-mel-image" proposes as future work instead of average pooling: it encodes an image of 3×288×432 as 3×72×108
/// and decodes it again, with tanh between the layers and a mean squared error loss. The paper's dense layers would need 373,248 × 23,328 ≈
/// 8.7 billion weights each way, so these layers are convolutions that halve height and width twice. Input and output <c>[batch, 3, height,
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

    /// <summary>Encodes each image as <c>[batch, 3, height / 4, width / 4]</c>.</summary>
    public Tensor Encode(Tensor picture) => encoder.call(picture);

    /// <summary>Decodes codes to images.</summary>
    public Tensor Decode(Tensor code) => decoder.call(code);

    public override Tensor forward(Tensor input) => Decode(Encode(input));
}
