namespace MicroGenre.Training;

/// <summary>The service's settings: the section <c>Training</c> of its configuration.</summary>
public sealed class TrainingServiceOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Training";

    /// <summary>How many jobs may wait for their turn. Default 16.</summary>
    public int QueueLength { get; init; } = 16;

    /// <summary>How many jobs that are over are remembered. Default 100.</summary>
    public int KeptJobs { get; init; } = 100;

    /// <summary>
    /// Threads that a training uses. Default one for each processor. Small networks train faster on one where the machine is busy.
    /// </summary>
    public int? Threads { get; init; }

    /// <summary>How often a job tells how far it is. Default every half second.</summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromMilliseconds(500);
}
