using System.Text.Json.Serialization;

namespace MicroGenre.Learning;

/// <summary>
/// The progress of a training run. It is reported after every step; the last report of an epoch includes the validation metrics.
/// </summary>
public sealed record TrainingProgress
{
    /// <summary>The current activity, such as <c>training</c> or the name of the part that is being trained.</summary>
    public required string Phase { get; init; }

    /// <summary>The epoch, counted from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>Maximum number of epochs.</summary>
    public required int Epochs { get; init; }

    /// <summary>Number of steps done in the epoch.</summary>
    public required int Step { get; init; }

    /// <summary>Number of steps in the epoch.</summary>
    public required int Steps { get; init; }

    /// <summary>Mean loss of the epoch so far.</summary>
    public required double Loss { get; init; }

    /// <summary>Accuracy on the epoch's training crops so far, 0 to 1.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Loss on the validation tracks, once the epoch is done.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>Accuracy on the validation tracks, 0 to 1, once the epoch is done.</summary>
    public double? ValidationAccuracy { get; init; }

    /// <summary>Number of samples that changed their cluster, if the epoch began with a clustering (CALM).</summary>
    public int? ClusterChanges { get; init; }

    /// <summary>The learning rate of the step.</summary>
    public double LearningRate { get; init; }

    /// <summary>Time since the run began, or was resumed.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>An estimate of the time still needed.</summary>
    public TimeSpan Remaining { get; init; }

    /// <summary>Whether this is the last report of the epoch.</summary>
    public bool EndsEpoch => Step == Steps;

    /// <summary>The share of the run that is done, 0 to 1.</summary>
    public double Fraction => (Epoch - 1 + ((double)Step / Steps)) / Epochs;
}

/// <summary>One epoch of a finished run: a point of its curves.</summary>
/// <param name="Epoch">The epoch, counted from 1.</param>
/// <param name="LearningRate">The learning rate at the epoch's last step.</param>
/// <param name="Loss">The mean loss over the epoch's steps.</param>
/// <param name="Accuracy">The accuracy on the epoch's training crops, 0 to 1.</param>
/// <param name="ValidationLoss">The loss on the validation tracks.</param>
/// <param name="ValidationAccuracy">The accuracy on the validation tracks, 0 to 1.</param>
public sealed record EpochResult(
    int Epoch, double LearningRate, double Loss, double Accuracy, double? ValidationLoss, double? ValidationAccuracy)
{
    /// <summary>The name of the trained part, if the model has parts that are trained one after the other.</summary>
    public string? Phase { get; init; }

    /// <summary>Number of samples that changed their cluster, if the epoch began with a clustering (CALM).</summary>
    public int? ClusterChanges { get; init; }

    /// <summary>Mean squared Euclidean distance of samples from the mean of their cluster (CALM).</summary>
    public double? IntraClusterVariance { get; init; }

    /// <summary>The loss on <see cref="WatchedTracks"/>, if they were measured after this epoch.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? WatchedLoss { get; init; }

    /// <summary>The accuracy on <see cref="WatchedTracks"/>, 0 to 1, if they were measured after this epoch.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? WatchedAccuracy { get; init; }

    // Accuracy first; among equally accurate epochs, the one with the lower loss.
    internal bool IsBetterThan(EpochResult? other) => other is null
        || (ValidationAccuracy!.Value, -ValidationLoss!.Value)
            .CompareTo((other.ValidationAccuracy!.Value, -other.ValidationLoss!.Value)) > 0;
}

/// <summary>The exception for a run that cannot continue, for example because the loss is NaN. The message names the step.</summary>
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
