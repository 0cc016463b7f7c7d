using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Architectures;

/// <summary>The input axis that the LSTM steps along.</summary>
internal enum StepAxis
{
    /// <summary>One step per frame, one feature per row.</summary>
    Frames,

    /// <summary>One step per row, one feature per frame: for vectors such as the mean and variance of each MFCC.</summary>
    Rows,
}

/// <summary>Parameters of <see cref="DeepFeatureLstm"/>.</summary>
internal sealed record DeepFeatureLstmSettings
{
    /// <summary>Number of LSTM units, which is the length of the feature vector.</summary>
    public int Units { get; init; } = 128;

    /// <summary>Dropout rate before the output layer, 0 to 1.</summary>
    public double Dropout { get; init; } = 0.3;

    /// <summary>The axis that the LSTM steps along.</summary>
    public StepAxis Steps { get; init; }

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
    private readonly StepAxis steps;
    private readonly LstmStack lstm;
    private readonly BatchNorm1d norm;
    private readonly Dropout dropout;
    private readonly Linear classifier;

    /// <param name="settings">The network's parameters.</param>
    /// <param name="features">Number of features per step: the input's rows if it steps along frames, otherwise its frames.</param>
    /// <param name="classes">Number of classes.</param>
    public DeepFeatureLstm(DeepFeatureLstmSettings settings, int features, int classes)
        : base(nameof(DeepFeatureLstm))
    {
        steps = settings.Steps;
        lstm = new LstmStack(features, [settings.Units], settings.Bidirectional);
        norm = nn.BatchNorm1d(lstm.OutputSize);
        dropout = nn.Dropout(settings.Dropout);
        classifier = nn.Linear(lstm.OutputSize, classes);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public Tensor Features(Tensor input) => lstm.call(steps == StepAxis.Rows ? input : input.transpose(1, 2), null).State;

    public override Tensor forward(Tensor input) => classifier.call(dropout.call(norm.call(Features(input))));
}
