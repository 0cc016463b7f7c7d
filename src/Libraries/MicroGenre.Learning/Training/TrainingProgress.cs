namespace MicroGenre.Learning;

/// <summary>
/// Where a training run stands. Reported after every step of an epoch; the last report of an epoch carries the validation figures.
/// </summary>
public sealed record TrainingProgress
{
    /// <summary>What is going on, for a person, such as <c>training</c> or the name of the part being trained.</summary>
    public required string Phase { get; init; }

    /// <summary>The epoch, counted from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>How many epochs there will be at most.</summary>
    public required int Epochs { get; init; }

    /// <summary>Steps done in the epoch.</summary>
    public required int Step { get; init; }

    /// <summary>Steps of the epoch.</summary>
    public required int Steps { get; init; }

    /// <summary>Mean loss of the epoch so far.</summary>
    public required double Loss { get; init; }

    /// <summary>Accuracy on the epoch's training crops so far, 0 to 1.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Loss on the validation tracks, once the epoch is done.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>Accuracy on the validation tracks, 0 to 1, once the epoch is done.</summary>
    public double? ValidationAccuracy { get; init; }

    /// <summary>How many samples changed their cluster, where the epoch began with a clustering (CALM).</summary>
    public int? ClusterChanges { get; init; }

    /// <summary>The learning rate of the step.</summary>
    public double LearningRate { get; init; }

    /// <summary>Time since the run began, or was resumed.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>An estimate of the time still needed.</summary>
    public TimeSpan Remaining { get; init; }

    /// <summary>Whether the epoch is done.</summary>
    public bool EndsEpoch => Step == Steps;

    /// <summary>Share of the run that is done, 0 to 1.</summary>
    public double Fraction => (Epoch - 1 + ((double)Step / Steps)) / Epochs;
}

/// <summary>One epoch of a finished run: a point of its curves.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="LearningRate">At the epoch's last step.</param>
/// <param name="Loss">Mean over the epoch's steps.</param>
/// <param name="Accuracy">On the epoch's training crops, 0 to 1.</param>
/// <param name="ValidationLoss">On the validation tracks.</param>
/// <param name="ValidationAccuracy">On the validation tracks, 0 to 1.</param>
public sealed record EpochResult(
    int Epoch, double LearningRate, double Loss, double Accuracy, double? ValidationLoss, double? ValidationAccuracy)
{
    /// <summary>What was trained, where a model has parts that are trained one after the other.</summary>
    public string? Phase { get; init; }

    /// <summary>How many samples changed their cluster, where the epoch began with a clustering (CALM).</summary>
    public int? ClusterChanges { get; init; }

    /// <summary>Mean squared Euclidean distance of samples to the mean of their cluster (CALM).</summary>
    public double? IntraClusterVariance { get; init; }

    // Accuracy first; of equally accurate epochs the one with the lower loss.
    internal bool IsBetterThan(EpochResult? other) => other is null
        || (ValidationAccuracy!.Value, -ValidationLoss!.Value)
            .CompareTo((other.ValidationAccuracy!.Value, -other.ValidationLoss!.Value)) > 0;
}

/// <summary>A run that cannot go on, such as one whose loss is no longer a number; the message says at which step.</summary>
public sealed class TrainingException : Exception
{
    /// <inheritdoc/>
    public TrainingException()
    {
    }

    /// <inheritdoc/>
    public TrainingException(string message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public TrainingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
