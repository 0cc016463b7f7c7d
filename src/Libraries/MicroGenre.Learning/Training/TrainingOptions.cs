namespace MicroGenre.Learning;

/// <summary>
/// The precision in which a network is trained. Weights are stored, and predictions made, in single precision in any case.
/// </summary>
public enum Precision
{
    /// <summary>32-bit floating point throughout.</summary>
    Single,

    /// <summary>
    /// Single precision in which a CUDA device may round matrix products and convolutions to 10 bits of mantissa. Other devices treat it
    /// like <see cref="Single"/>.
    /// </summary>
    TensorFloat32,

    /// <summary>Forward and backward passes in bfloat16; weights, batch norm, loss and optimiser stay in single precision.</summary>
    BFloat16,
}

/// <summary>How a training run uses the machine. None of these options belongs to the recipe.</summary>
public sealed record TrainingOptions
{
    /// <summary>Overrides the seed of the recipe.</summary>
    public int? Seed { get; init; }

    /// <summary>
    /// Number of threads for tensor arithmetic and classical learners; 0 for one per core. Results are reproducible for a given number of
    /// threads.
    /// </summary>
    public int Threads { get; init; }

    /// <summary>The device: <c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>The precision in which networks are trained.</summary>
    public Precision Precision { get; init; }

    /// <summary>
    /// Folder for a checkpoint after every epoch; <see langword="null"/> for none. The checkpoint is deleted when the run succeeds.
    /// </summary>
    public string? CheckpointFolder { get; init; }

    /// <summary>Whether to resume from the checkpoint, if there is one.</summary>
    public bool Resume { get; init; }

    /// <summary>
    /// Folder for parts that several recipes have in common, such as CALM's encoder: a part is trained once and read by all runs on the
    /// same tracks with the same seed. A part that is missing is trained. <see langword="null"/> to share nothing.
    /// </summary>
    public string? SharedFolder { get; init; }

    /// <summary>Tracks to measure a network on while it trains, without choosing by them; <see langword="null"/> for none.</summary>
    public WatchedTracks? Watched { get; init; }

    /// <summary>Whether models that can be taught new genres keep the space for it.</summary>
    internal bool KeepSpace { get; init; } = true;

    /// <summary>Caches the vectors of tracks between runs; <see langword="null"/> to compute them every time.</summary>
    internal VectorMemory? Memory { get; init; }

    /// <summary>
    /// Returns options for several runs on mostly the same tracks (the same objects, not copies): the vectors of classical learners are
    /// computed once per track, and nothing is kept that only a saved model needs.
    /// </summary>
    public TrainingOptions ForSeveralRuns() => this with { Memory = new VectorMemory(), KeepSpace = false };

    /// <summary>The number of threads, with 0 replaced by the number of cores.</summary>
    internal int EffectiveThreads => Threads > 0 ? Threads : Environment.ProcessorCount;
}
