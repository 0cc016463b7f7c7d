using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Architectures;

/// <summary>Parameters of <see cref="GruClassifier"/>.</summary>
internal sealed record GruSettings
{
    /// <summary>Number of units in the recurrent layer.</summary>
    public int Units { get; init; } = 128;

    /// <summary>Number of units in the dense layer between the recurrent layer and the output layer.</summary>
    public int Dense { get; init; } = 64;

    /// <summary>Dropout rate after the dense layer, 0 to 1.</summary>
    public double Dropout { get; init; }

    /// <summary>
    /// Length k of the skip connection of the hidden state (<see cref="SkipGru"/>); <see langword="null"/> for a plain GRU.
    /// </summary>
    public int? Skip { get; init; }
}

/// <summary>
/// A GRU over the frames with two dense layers on its last hidden state ("segmentation-transfer-skip-rnn", section 4.4). A frame is an MFCC
/// vector or one second of raw samples. Input <c>[batch, rows, frames]</c>, output logits <c>[batch, classes]</c>.
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

/// <summary>Returns a GRU's last hidden state, <c>[batch, units]</c>, for <c>[batch, steps, features]</c>.</summary>
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
