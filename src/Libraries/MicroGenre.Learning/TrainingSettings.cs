namespace MicroGenre.Learning;

/// <summary>How a classifier is trained. Networks use all settings, classical learners only the augmentation.</summary>
public sealed record TrainingSettings
{
    /// <summary>Number of epochs.</summary>
    public int Epochs { get; init; } = 40;

    /// <summary>Number of tracks per step.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>
    /// A <c>.safetensors</c> file with initial weights, used where names and shapes match; <c>resnet34</c> and <c>vgg16</c> use
    /// torchvision's names. <see langword="null"/> for random initial weights.
    /// </summary>
    public string? InitialWeights { get; init; }

    /// <summary>The optimiser.</summary>
    public OptimizerSettings Optimizer { get; init; } = new();

    /// <summary>The learning-rate schedule.</summary>
    public ScheduleSettings Schedule { get; init; } = new();

    /// <summary>Label smoothing: the share of the target's probability that is spread over all classes, 0 to 1.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>
    /// Whether an epoch learns from every slice of a track, evenly spaced over it and as long as a crop, instead of from one crop at
    /// random.
    /// </summary>
    public bool EverySlice { get; init; }

    /// <summary>
    /// Whether the loss takes a network's softmax outputs for its logits, and so applies softmax twice, as PyTorch's CrossEntropyLoss does
    /// behind a network that ends in softmax: with ten genres it never falls below 1.46.
    /// </summary>
    public bool SoftmaxTwice { get; init; }

    /// <summary>Parameter of the beta distribution from which mixup weights are drawn (Zhang et al. 2018); 0 for no mixup.</summary>
    public double Mixup { get; init; }

    /// <summary>Whether to weight each class by the inverse of its share of the training tracks.</summary>
    public bool ClassWeights { get; init; }

    /// <summary>Maximum norm of the gradients; <see langword="null"/> for no limit.</summary>
    public double? ClipGradientNorm { get; init; }

    /// <summary>Augmentation of the training tracks.</summary>
    public AugmentationSettings Augmentation { get; init; } = new();

    /// <summary>Number of epochs between validations. The last epoch is always validated.</summary>
    public int ValidationInterval { get; init; } = 1;

    /// <summary>
    /// Stops when the validation score no longer improves and restores the best epoch; <see langword="null"/> to run all epochs and keep
    /// the last.
    /// </summary>
    public EarlyStoppingSettings? EarlyStopping { get; init; }

    internal TrainingSettings WithEpochsAtMost(int epochs) => this with { Epochs = Math.Min(Epochs, epochs) };
}

/// <summary>The optimisers.</summary>
public enum OptimizerKind
{
    /// <summary>Adam (Kingma and Ba 2014), with weight decay as an L2 penalty.</summary>
    Adam,

    /// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019).</summary>
    AdamW,

    /// <summary>Stochastic gradient descent with momentum.</summary>
    Sgd,
}

/// <summary>An optimiser with its parameters, as in PyTorch.</summary>
public sealed record OptimizerSettings
{
    /// <summary>The kind of optimiser.</summary>
    public OptimizerKind Kind { get; init; } = OptimizerKind.AdamW;

    /// <summary>The base learning rate for the schedule; the highest rate of a cyclical schedule.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Layers with their own learning rates; the first entry that matches a parameter's name applies.</summary>
    public IReadOnlyList<LayerRate> LayerRates { get; init; } = [];

    /// <summary>Weight decay.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Momentum of <see cref="OptimizerKind.Sgd"/>.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Decay rate of Adam's mean of gradients.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay rate of Adam's mean of squared gradients.</summary>
    public double Beta2 { get; init; } = 0.999;
}

/// <summary>The learning rate of some layers.</summary>
/// <param name="Prefix">The prefix of the parameters' names, such as <c>layer1</c>.</param>
/// <param name="Factor">Multiplies the learning rate.</param>
public sealed record LayerRate(string Prefix, double Factor);

/// <summary>The learning-rate schedules.</summary>
public enum ScheduleKind
{
    /// <summary>A constant learning rate.</summary>
    Constant,

    /// <summary>
    /// Multiplies the rate by <see cref="ScheduleSettings.Factor"/> every <see cref="ScheduleSettings.StepEpochs"/> epochs.
    /// </summary>
    Step,

    /// <summary>Uses the rates of <see cref="ScheduleSettings.Pieces"/>, each from its epoch on.</summary>
    Piecewise,

    /// <summary>Rises and falls in triangles between a low and the highest rate (Smith 2017).</summary>
    Cyclical,

    /// <summary>Rises once to the highest rate, then falls along a cosine to almost zero (Smith 2018).</summary>
    OneCycle,

    /// <summary>Falls along a cosine from the highest rate to zero.</summary>
    Cosine,
}

/// <summary>A learning-rate schedule.</summary>
public sealed record ScheduleSettings
{
    /// <summary>The kind of schedule.</summary>
    public ScheduleKind Kind { get; init; } = ScheduleKind.Constant;

    /// <summary>
    /// Number of epochs between two steps of <see cref="ScheduleKind.Step"/>, or of one rise of <see cref="ScheduleKind.Cyclical"/>.
    /// </summary>
    public int StepEpochs { get; init; } = 10;

    /// <summary>The factor of <see cref="ScheduleKind.Step"/>.</summary>
    public double Factor { get; init; } = 0.1;

    /// <summary>The rates of <see cref="ScheduleKind.Piecewise"/>, in ascending order of first epoch.</summary>
    public IReadOnlyList<SchedulePiece> Pieces { get; init; } = [];

    /// <summary>
    /// The highest rate divided by this is the lowest rate of <see cref="ScheduleKind.Cyclical"/> and the first of
    /// <see cref="ScheduleKind.OneCycle"/>.
    /// </summary>
    public double LowDivisor { get; init; } = 25;

    /// <summary>The share of steps in which <see cref="ScheduleKind.OneCycle"/> rises, 0 to 1.</summary>
    public double RisingShare { get; init; } = 0.3;
}

/// <summary>A learning rate that applies from an epoch on.</summary>
/// <param name="FromEpoch">The first epoch, counted from 0.</param>
/// <param name="LearningRate">The learning rate.</param>
public sealed record SchedulePiece(int FromEpoch, double LearningRate);

/// <summary>Early stopping.</summary>
public sealed record EarlyStoppingSettings
{
    /// <summary>Number of epochs without improvement after which training stops.</summary>
    public int Patience { get; init; } = 25;
}

/// <summary>
/// Random changes to training crops of spectrograms; 0 disables each. Classical learners support only <see cref="RowShift"/>, without
/// randomness, because their vectors are computed once.
/// </summary>
public sealed record AugmentationSettings
{
    /// <summary>Maximum number of masked rows (SpecAugment, Park et al. 2019).</summary>
    public int FrequencyMask { get; init; }

    /// <summary>Maximum number of masked frames.</summary>
    public int TimeMask { get; init; }

    /// <summary>Maximum length of the masked frames, in seconds; an alternative to <see cref="TimeMask"/> for tracks of any hop.</summary>
    public double TimeMaskSeconds { get; init; }

    /// <summary>Standard deviation of a random gain, in dB.</summary>
    public double GainDecibels { get; init; }

    /// <summary>
    /// Standard deviation of a smooth random equaliser, in dB: random gains at <see cref="EqualizerPoints"/> points over the rows,
    /// interpolated between them.
    /// </summary>
    public double EqualizerDecibels { get; init; }

    /// <summary>Number of points of the random equaliser.</summary>
    public int EqualizerPoints { get; init; } = 6;

    /// <summary>
    /// Maximum number of rows by which the spectrogram is shifted up or down, like a transposition. A classical learner sees each track
    /// three times: unshifted, and shifted by this number of rows either way.
    /// </summary>
    public int RowShift { get; init; }

    /// <summary>Maximum share by which the time axis is stretched or compressed, 0 to 1.</summary>
    public double TimeStretch { get; init; }

    /// <summary>Copies of the audio to learn from as well; <see langword="null"/> for none. They need tracks of audio.</summary>
    public AudioCopies? Audio { get; init; }

    /// <summary>The settings with the lengths in frames of a timing.</summary>
    internal AugmentationSettings InFrames(FrameTiming timing) =>
        TimeMaskSeconds > 0 ? this with { TimeMask = timing.FramesIn(TimeMaskSeconds), TimeMaskSeconds = 0 } : this;

    /// <summary>Whether no augmentation of crops is enabled. Copies of the audio are tracks of their own.</summary>
    internal bool ChangesNothing => this with { Audio = null } == new AugmentationSettings { EqualizerPoints = EqualizerPoints };
}

/// <summary>Changed copies of a track's audio that a model learns from besides the track itself. Test tracks have none.</summary>
public sealed record AudioCopies
{
    /// <summary>A copy for each number: the pitch shift in semitones, down if negative.</summary>
    public IReadOnlyList<double> Semitones { get; init; } = [];

    /// <summary>A copy for each number: the signal-to-noise ratio of added white noise, in dB.</summary>
    public IReadOnlyList<double> NoiseDecibels { get; init; } = [];
}
