using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Architectures;

/// <summary>Which axis of the input the LSTM steps along.</summary>
internal enum StepAxis
{
    /// <summary>A step per frame, a feature per row.</summary>
    Frames,

    /// <summary>A step per row, a feature per frame: for vectors such as the mean and variance of each MFCC.</summary>
    Rows,
}

/// <summary>Parameters of <see cref="DeepFeatureLstm"/>.</summary>
internal sealed record DeepFeatureLstmSettings
{
    /// <summary>Units of the LSTM: the length of the feature vector.</summary>
    public int Units { get; init; } = 128;

    /// <summary>Share of the normalised features that is dropped before the output layer.</summary>
    public double Dropout { get; init; } = 0.3;

    /// <summary>The axis that the LSTM steps along.</summary>
    public StepAxis Steps { get; init; }

    /// <summary>Whether the LSTM also reads the sequence backwards; the feature vector is then twice as long.</summary>
    public bool Bidirectional { get; init; }
}

/// <summary>
/// The feature extractor of "lstm-deep-features": an LSTM of 128 units over zero-crossing rates or MFCC, batch norm, dropout and an output
/// layer to train it with. Its features are the LSTM's last output, for an SVM or nearest neighbours. Takes <c>[batch, rows, frames]</c>,
/// gives logits <c>[batch, classes]</c>.
/// </summary>
internal sealed class DeepFeatureLstm : nn.Module<Tensor, Tensor>, IDeepFeatures
{
    private readonly StepAxis steps;
    private readonly LstmStack lstm;
    private readonly BatchNorm1d norm;
    private readonly Dropout dropout;
    private readonly Linear classifier;

    /// <param name="settings">The parameters.</param>
    /// <param name="features">Features of a step: the input's rows when it steps along frames, else its frames.</param>
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
