using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Architectures;

/// <summary>The sequence that the LSTM reads.</summary>
internal enum SequenceKind
{
    /// <summary>One step per frame, one feature per row.</summary>
    Frames,

    /// <summary>One step and one feature per number: the mean of each row over the frames, then the variance of each.</summary>
    MeanVariance,
}

/// <summary>Parameters of <see cref="DeepFeatureLstm"/>.</summary>
internal sealed record DeepFeatureLstmSettings
{
    /// <summary>Number of LSTM units, which is the length of the feature vector.</summary>
    public int Units { get; init; } = 128;

    /// <summary>Dropout rate before the output layer, 0 to 1.</summary>
    public double Dropout { get; init; } = 0.3;

    /// <summary>The sequence that the LSTM reads. The paper's is <see cref="SequenceKind.MeanVariance"/> for MFCC.</summary>
    public SequenceKind Sequence { get; init; }

    /// <summary>Whether the LSTM also reads the sequence backwards, which doubles the length of the feature vector.</summary>
    public bool Bidirectional { get; init; }
}

/// <summary>
/// The feature extractor of "lstm-deep-features": an LSTM of 128 units on zero-crossing rates or MFCC, batch norm, dropout and an output
/// layer for training. Its features, the LSTM's last output, are meant for an SVM or nearest neighbours. Input <c>[batch, rows,
/// frames]</c>, output logits <c>[batch, classes]</c>.
/// </summary>
internal sealed class DeepFeatureLstm : nn.Module<Tensor, Tensor>, IDeepFeatures
{
    private readonly SequenceKind sequence;
    private readonly LstmStack lstm;
    private readonly BatchNorm1d norm;
    private readonly Dropout dropout;
    private readonly Linear classifier;

    /// <param name="settings">The network's parameters.</param>
    /// <param name="rows">Number of input rows.</param>
    /// <param name="classes">Number of classes.</param>
    public DeepFeatureLstm(DeepFeatureLstmSettings settings, int rows, int classes)
        : base(nameof(DeepFeatureLstm))
    {
        sequence = settings.Sequence;
        lstm = new LstmStack(sequence == SequenceKind.MeanVariance ? 1 : rows, [settings.Units], settings.Bidirectional);
        norm = nn.BatchNorm1d(lstm.OutputSize);
        dropout = nn.Dropout(settings.Dropout);
        classifier = nn.Linear(lstm.OutputSize, classes);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public Tensor Features(Tensor input) => lstm.call(Steps(input), null).State;

    public override Tensor forward(Tensor input) => classifier.call(dropout.call(norm.call(Features(input))));

    // [batch, steps, features]
    private Tensor Steps(Tensor input) => sequence == SequenceKind.MeanVariance
        ? cat([input.mean([2]), input.var(2, unbiased: false)], dim: 1).unsqueeze(2)
        : input.transpose(1, 2);
}
