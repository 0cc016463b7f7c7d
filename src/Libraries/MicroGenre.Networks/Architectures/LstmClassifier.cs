using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Architectures;

/// <summary>
/// Parameters of <see cref="LstmClassifier"/>; the defaults are those of the 6-genre network of Tang et al. 2018 (table 2).
/// </summary>
internal sealed record LstmSettings
{
    /// <summary>Number of units in each LSTM layer.</summary>
    public IReadOnlyList<int> Units { get; init; } = [128, 32];

    /// <summary>Whether each layer also reads the sequence backwards.</summary>
    public bool Bidirectional { get; init; }

    /// <summary>Dropout rate before the output layer, 0 to 1.</summary>
    public double Dropout { get; init; }
}

/// <summary>
/// LSTM layers over the frames with an output layer on the last hidden state (Tang et al. 2018: 13 MFCC, 128 and 32 units). It is also the
/// network of every node in the paper's tree. Input <c>[batch, rows, frames]</c>, output logits <c>[batch, classes]</c>.
/// </summary>
internal sealed class LstmClassifier : nn.Module<Tensor, Tensor>, IDeepFeatures
{
    private readonly LstmStack lstm;
    private readonly Dropout dropout;
    private readonly Linear classifier;

    public LstmClassifier(LstmSettings settings, int rows, int classes)
        : base(nameof(LstmClassifier))
    {
        lstm = new LstmStack(rows, settings.Units, settings.Bidirectional);
        dropout = nn.Dropout(settings.Dropout);
        classifier = nn.Linear(lstm.OutputSize, classes);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public Tensor Features(Tensor input) => lstm.call(input.transpose(1, 2), null).State;

    public override Tensor forward(Tensor input) => classifier.call(dropout.call(Features(input)));
}
