using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Architectures;

/// <summary>Parameters of <see cref="GruClassifier"/>.</summary>
internal sealed record GruSettings
{
    /// <summary>Units of the recurrent layer.</summary>
    public int Units { get; init; } = 128;

    /// <summary>Units of the dense layer between the recurrent layer and the output layer.</summary>
    public int Dense { get; init; } = 64;

    /// <summary>Share of the dense layer's values that is dropped.</summary>
    public double Dropout { get; init; }

    /// <summary>
    /// Length k of the skip connection of the hidden state (<see cref="SkipGru"/>); <see langword="null"/> for a plain GRU.
    /// </summary>
    public int? Skip { get; init; }
}

/// <summary>
/// A GRU over the frames and two dense layers on its last hidden state ("segmentation-transfer-skip-rnn", section 4.4): frames are MFCC
/// vectors, or the samples of one second of raw audio each. Takes <c>[batch, rows, frames]</c>, gives logits <c>[batch, classes]</c>.
/// </summary>
internal sealed class GruClassifier : nn.Module<Tensor, Tensor>, IDeepFeatures
{
    private readonly nn.Module<Tensor, Tensor> gru;
    private readonly Linear fc1;
    private readonly Dropout dropout;
    private readonly Linear fc2;

    public GruClassifier(GruSettings settings, int rows, int classes)
        : base(nameof(GruClassifier))
    {
        gru = settings.Skip is { } skip ? new SkipGru(rows, settings.Units, skip) : new LastStateGru(rows, settings.Units);
        fc1 = nn.Linear(settings.Units, settings.Dense);
        dropout = nn.Dropout(settings.Dropout);
        fc2 = nn.Linear(settings.Dense, classes);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public Tensor Features(Tensor input) => gru.call(input.transpose(1, 2));

    public override Tensor forward(Tensor input) => fc2.call(dropout.call(fc1.call(Features(input)).relu()));
}

/// <summary>A GRU's last hidden state <c>[batch, units]</c> over <c>[batch, steps, features]</c>.</summary>
internal sealed class LastStateGru : nn.Module<Tensor, Tensor>
{
    private readonly GRU layer;

    public LastStateGru(long features, long units)
        : base(nameof(LastStateGru))
    {
        layer = nn.GRU(features, units, batchFirst: true);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => layer.call(input).Item2[0];
}
