namespace MicroGenre.Learning;

/// <summary>How a training run uses the machine; nothing here belongs to the recipe.</summary>
public sealed record TrainingOptions
{
    /// <summary>The seed in place of the recipe's own.</summary>
    public int? Seed { get; init; }

    /// <summary>Threads for tensor arithmetic and classical learners; 0 for one per core. Results are reproducible for one number of threads.</summary>
    public int Threads { get; init; }

    /// <summary><c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Where to keep a checkpoint after every epoch; <see langword="null"/> for none. It is deleted when the run ends well.</summary>
    public string? CheckpointFolder { get; init; }

    /// <summary>Goes on from the checkpoint, if there is one.</summary>
    public bool Resume { get; init; }

    /// <summary>The number of threads that 0 stands for.</summary>
    internal int EffectiveThreads => Threads > 0 ? Threads : Environment.ProcessorCount;
}
