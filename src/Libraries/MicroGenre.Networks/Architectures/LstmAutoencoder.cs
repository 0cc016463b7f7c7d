using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Architectures;

/// <summary>Parameters of <see cref="LstmAutoencoder"/>; the defaults are CALM's.</summary>
internal sealed record LstmAutoencoderSettings
{
    /// <summary>Number of units in each layer of the encoder.</summary>
    public IReadOnlyList<int> Encoder { get; init; } = [256, 64, 16];

    /// <summary>Number of units in each layer of the decoder.</summary>
    public IReadOnlyList<int> Decoder { get; init; } = [64, 256];

    /// <summary>Length of the embedding: the dense layer between encoder and decoder.</summary>
    public int Embedding { get; init; } = 16;
}

/// <summary>
/// CALM's sequence-to-sequence autoencoder. The encoder's last hidden state passes through a dense layer (the embedding) and another one
/// that initialises the decoder's hidden state. The decoder has no other input, so everything it knows about the sequence is in the
/// embedding. Input <c>[batch, steps, features]</c>, output the reconstruction in the same shape.
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

    /// <summary>The training loss: the root mean squared error between a sequence and its reconstruction.</summary>
    public static Tensor Loss(Tensor reconstruction, Tensor sequence) => nn.functional.mse_loss(reconstruction, sequence).sqrt();

    /// <summary>Computes the embedding of each sequence, <c>[batch, values]</c>.</summary>
    public Tensor Encode(Tensor sequence) => embedding.call(encoder.call(sequence, null).State).tanh();

    public override Tensor forward(Tensor input)
    {
        var silence = zeros([input.size(0), input.size(1), 1], input.dtype, input.device);
        return output.call(decoder.call(silence, start.call(Encode(input)).tanh()).Outputs);
    }
}
