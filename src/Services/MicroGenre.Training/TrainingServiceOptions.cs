namespace MicroGenre.Training;

/// <summary>The service's settings: the section <c>Training</c> of its configuration.</summary>
public sealed class TrainingServiceOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Training";

    /// <summary>Maximum number of jobs that wait. Default 16.</summary>
    public int QueueLength { get; init; } = 16;

    /// <summary>Number of finished jobs that are remembered. Default 100.</summary>
    public int KeptJobs { get; init; } = 100;

    /// <summary>
    /// Number of threads of a training. Default one per processor. On a busy machine, small networks train faster with one thread.
    /// </summary>
    public int? Threads { get; init; }

    /// <summary>Interval between progress reports of a job. Default half a second.</summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromMilliseconds(500);
}
