namespace MicroGenre.Learning;

/// <summary>How a classifier is fitted: a network by all of it, a classical learner by the augmentation.</summary>
public sealed record TrainingSettings
{
    /// <summary>Passes over the training tracks.</summary>
    public int Epochs { get; init; } = 40;

    /// <summary>Tracks per step.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>
    /// A <c>.safetensors</c> file whose weights the network starts from, where names and shapes fit: <c>resnet34</c> and <c>vgg16</c> have
    /// torchvision's names. <see langword="null"/> to start from random weights.
    /// </summary>
    public string? InitialWeights { get; init; }

    /// <summary>The optimiser.</summary>
    public OptimizerSettings Optimizer { get; init; } = new();

    /// <summary>The learning rate over time.</summary>
    public ScheduleSettings Schedule { get; init; } = new();

    /// <summary>Share of the probability that the target gives to all classes alike.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>Shape of the beta distribution that mixes pairs of tracks (Zhang et al. 2018); 0 for no mixing.</summary>
    public double Mixup { get; init; }

    /// <summary>Weighs each class by the inverse of its share of the training tracks.</summary>
    public bool ClassWeights { get; init; }

    /// <summary>Gradients are scaled down to this norm at most; <see langword="null"/> for no limit.</summary>
    public double? ClipGradientNorm { get; init; }

    /// <summary>Changes to the training tracks.</summary>
    public AugmentationSettings Augmentation { get; init; } = new();

    /// <summary>Epochs from one look at the validation tracks to the next; the last epoch always looks.</summary>
    public int ValidationInterval { get; init; } = 1;

    /// <summary>
    /// Stops when the validation tracks see no improvement, and goes back to the best epoch; <see langword="null"/> to run all epochs and
    /// keep the last.
    /// </summary>
    public EarlyStoppingSettings? EarlyStopping { get; init; }

    internal TrainingSettings WithEpochsAtMost(int epochs) => this with { Epochs = Math.Min(Epochs, epochs) };
}

/// <summary>The optimisers.</summary>
public enum OptimizerKind
{
    /// <summary>Adam (Kingma and Ba 2014), weight decay as an L2 penalty.</summary>
    Adam,

    /// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019).</summary>
    AdamW,

    /// <summary>Stochastic gradient descent with momentum.</summary>
    Sgd,
}

/// <summary>An optimiser with its parameters, as in PyTorch.</summary>
public sealed record OptimizerSettings
{
    /// <summary>Which one.</summary>
    public OptimizerKind Kind { get; init; } = OptimizerKind.AdamW;

    /// <summary>The learning rate that the schedule scales; the highest one of a cyclical schedule.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Layers that learn at another rate; the first that fits a parameter's name counts.</summary>
    public IReadOnlyList<LayerRate> LayerRates { get; init; } = [];

    /// <summary>Weight decay.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Momentum of <see cref="OptimizerKind.Sgd"/>.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Decay of Adam's mean of gradients.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of Adam's mean of squared gradients.</summary>
    public double Beta2 { get; init; } = 0.999;
}

/// <summary>The rate of some of a network's layers.</summary>
/// <param name="Prefix">What the names of their parameters begin with, such as <c>layer1</c>.</param>
/// <param name="Factor">What the learning rate is multiplied by.</param>
public sealed record LayerRate(string Prefix, double Factor);

/// <summary>The learning-rate schedules.</summary>
public enum ScheduleKind
{
    /// <summary>The same rate throughout.</summary>
    Constant,

    /// <summary>
    /// The rate is multiplied by <see cref="ScheduleSettings.Factor"/> every <see cref="ScheduleSettings.StepEpochs"/> epochs.
    /// </summary>
    Step,

    /// <summary>The rates of <see cref="ScheduleSettings.Pieces"/>, each from its epoch on.</summary>
    Piecewise,

    /// <summary>Up and down in triangles between a low rate and the highest (Smith 2017).</summary>
    Cyclical,

    /// <summary>One rise to the highest rate, then a cosine fall to almost zero (Smith 2018).</summary>
    OneCycle,

    /// <summary>A cosine fall from the highest rate to zero.</summary>
    Cosine,
}

/// <summary>A learning-rate schedule.</summary>
public sealed record ScheduleSettings
{
    /// <summary>Which one.</summary>
    public ScheduleKind Kind { get; init; } = ScheduleKind.Constant;

    /// <summary>
    /// Epochs between two falls of <see cref="ScheduleKind.Step"/>; epochs of one rise of <see cref="ScheduleKind.Cyclical"/>.
    /// </summary>
    public int StepEpochs { get; init; } = 10;

    /// <summary>What <see cref="ScheduleKind.Step"/> multiplies by.</summary>
    public double Factor { get; init; } = 0.1;

    /// <summary>The rates of <see cref="ScheduleKind.Piecewise"/>, by ascending first epoch.</summary>
    public IReadOnlyList<SchedulePiece> Pieces { get; init; } = [];

    /// <summary>
    /// The lowest rate of <see cref="ScheduleKind.Cyclical"/> and the first of <see cref="ScheduleKind.OneCycle"/>, as a divisor of the
    /// highest.
    /// </summary>
    public double LowDivisor { get; init; } = 25;

    /// <summary>Share of the steps in which <see cref="ScheduleKind.OneCycle"/> rises.</summary>
    public double RisingShare { get; init; } = 0.3;
}

/// <summary>A learning rate from an epoch (counted from 0) on.</summary>
/// <param name="FromEpoch">The first epoch.</param>
/// <param name="LearningRate">Its rate.</param>
public sealed record SchedulePiece(int FromEpoch, double LearningRate);

/// <summary>When to stop early.</summary>
public sealed record EarlyStoppingSettings
{
    /// <summary>Epochs without improvement after which training stops.</summary>
    public int Patience { get; init; } = 25;
}

/// <summary>
/// Random changes to training crops of spectrograms; every value at 0 changes nothing. The vectors of a classical learner are computed
/// once, so that it knows no chance.
/// </summary>
public sealed record AugmentationSettings
{
    /// <summary>Widest band of rows that is blanked (SpecAugment, Park et al. 2019).</summary>
    public int FrequencyMask { get; init; }

    /// <summary>Widest span of frames that is blanked.</summary>
    public int TimeMask { get; init; }

    /// <summary>Standard deviation, dB, of a change of level.</summary>
    public double GainDecibels { get; init; }

    /// <summary>
    /// Standard deviation, dB, of a smooth random equaliser: a new value at each of <see cref="EqualizerPoints"/> points over the rows,
    /// interpolated between.
    /// </summary>
    public double EqualizerDecibels { get; init; }

    /// <summary>Points of the random equaliser.</summary>
    public int EqualizerPoints { get; init; } = 6;

    /// <summary>
    /// Rows by which the picture moves up or down at most: a transposition. A classical learner gets each track three times, in its place
    /// and moved by so many rows either way; it knows no other change.
    /// </summary>
    public int RowShift { get; init; }

    /// <summary>Share by which the time axis is stretched or compressed at most.</summary>
    public double TimeStretch { get; init; }

    /// <summary>Whether training crops stay as they are.</summary>
    internal bool ChangesNothing => this == new AugmentationSettings { EqualizerPoints = EqualizerPoints };
}
