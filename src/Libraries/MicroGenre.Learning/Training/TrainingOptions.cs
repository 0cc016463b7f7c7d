namespace MicroGenre.Learning;

/// <summary>The numbers that a network is trained with. It is stored, and predicts, in single precision whichever it was.</summary>
public enum Precision
{
    /// <summary>32-bit floating point throughout.</summary>
    Single,

    /// <summary>
    /// Single precision whose products of matrices and convolutions a CUDA device may round to 10 bits of mantissa; elsewhere the same as
    /// <see cref="Single"/>.
    /// </summary>
    TensorFloat32,

    /// <summary>Forward and backward passes in bfloat16; weights, batch norm, loss and optimiser stay in single precision.</summary>
    BFloat16,
}

/// <summary>How a training run uses the machine; nothing here belongs to the recipe.</summary>
public sealed record TrainingOptions
{
    /// <summary>The seed in place of the recipe's own.</summary>
    public int? Seed { get; init; }

    /// <summary>
    /// Threads for tensor arithmetic and classical learners; 0 for one per core. Results are reproducible for one number of threads.
    /// </summary>
    public int Threads { get; init; }

    /// <summary><c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>The numbers that networks are trained with.</summary>
    public Precision Precision { get; init; }

    /// <summary>
    /// Where to keep a checkpoint after every epoch; <see langword="null"/> for none. It is deleted when the run ends well.
    /// </summary>
    public string? CheckpointFolder { get; init; }

    /// <summary>Goes on from the checkpoint, if there is one.</summary>
    public bool Resume { get; init; }

    /// <summary>Where the vectors of tracks are kept from one run to the next; <see langword="null"/> to compute them anew.</summary>
    internal VectorMemory? Memory { get; init; }

    /// <summary>
    /// The same for several runs that learn from many of the same tracks (the same objects, not copies): what classical learners see of a
    /// track is computed once.
    /// </summary>
    public TrainingOptions ForSeveralRuns() => this with { Memory = new VectorMemory() };

    /// <summary>The number of threads that 0 stands for.</summary>
    internal int EffectiveThreads => Threads > 0 ? Threads : Environment.ProcessorCount;
}
