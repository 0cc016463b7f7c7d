using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Architectures;

/// <summary>Parameters of <see cref="LstmAutoencoder"/>; the defaults are CALM's.</summary>
internal sealed record LstmAutoencoderSettings
{
    /// <summary>Units of the encoder's layers.</summary>
    public IReadOnlyList<int> Encoder { get; init; } = [256, 64, 16];

    /// <summary>Units of the decoder's layers.</summary>
    public IReadOnlyList<int> Decoder { get; init; } = [64, 256];

    /// <summary>Values of the fully connected layer between them, which stand for the whole sequence.</summary>
    public int Embedding { get; init; } = 16;
}

/// <summary>
/// CALM's sequence-to-sequence autoencoder: the encoder's last hidden state goes through a dense layer (the embedding) and another that
/// starts the decoder's hidden state. The decoder sees nothing else, so that all it knows of the sequence has passed the embedding. Takes
/// <c>[batch, steps, features]</c>, gives the reconstruction, of the same shape.
/// </summary>
internal sealed class LstmAutoencoder : nn.Module<Tensor, Tensor>
{
    private readonly LstmStack encoder;
    private readonly Linear embedding;
    private readonly Linear start;
    private readonly LstmStack decoder;
    private readonly Linear output;

    public LstmAutoencoder(LstmAutoencoderSettings settings, int features)
        : base(nameof(LstmAutoencoder))
    {
        encoder = new LstmStack(features, settings.Encoder);
        embedding = nn.Linear(encoder.OutputSize, settings.Embedding);
        start = nn.Linear(settings.Embedding, settings.Decoder[0]);
        decoder = new LstmStack(1, settings.Decoder);
        output = nn.Linear(decoder.OutputSize, features);
        RegisterComponents();
    }

    /// <summary>
    /// The root of the mean squared difference between a sequence and its reconstruction: what the autoencoder is trained to minimise.
    /// </summary>
    public static Tensor Loss(Tensor reconstruction, Tensor sequence) => nn.functional.mse_loss(reconstruction, sequence).sqrt();

    /// <summary>The embedding <c>[batch, values]</c> of each sequence.</summary>
    public Tensor Encode(Tensor sequence) => embedding.call(encoder.call(sequence, null).State).tanh();

    public override Tensor forward(Tensor input)
    {
        var silence = zeros([input.size(0), input.size(1), 1], input.dtype, input.device);
        return output.call(decoder.call(silence, start.call(Encode(input)).tanh()).Outputs);
    }
}
