namespace MicroGenre.Learning;

/// <summary>How features become one vector.</summary>
public enum VectorKind
{
    /// <summary>Mean and standard deviation of each row.</summary>
    Statistics,

    /// <summary>Every value of a span of frames, row by row.</summary>
    Flatten,

    /// <summary>Statistics over blocks of a log-mel spectrogram.</summary>
    Blocks,

    /// <summary>How ranges of a log-mel spectrogram rise and fall together within short blocks.</summary>
    Covariances,

    /// <summary>How strongly a log-mel spectrogram swings in time and along frequency at once.</summary>
    Modulations,

    /// <summary>How level, roughness and motion of ranges of a log-mel spectrogram rise and fall together within short blocks.</summary>
    Textures,
}

/// <summary>How the spans of a track are put together to one answer.</summary>
public enum Voting
{
    /// <summary>The mean of their probabilities.</summary>
    Mean,

    /// <summary>Each has one vote for its most probable genre.</summary>
    Majority,
}

/// <summary>How a classical learner sees a track.</summary>
public sealed record VectorSettings
{
    /// <summary>How features become one vector.</summary>
    public VectorKind Kind { get; init; } = VectorKind.Statistics;

    /// <summary>A second kind, whose values follow those of the first; <see langword="null"/> for none.</summary>
    public VectorKind? Also { get; init; }

    /// <summary>Frames of the spans that are learnt and answered one by one; <see langword="null"/> for whole tracks.</summary>
    public int? SegmentFrames { get; init; }

    /// <summary>How the spans are put together.</summary>
    public Voting Voting { get; init; } = Voting.Mean;

    /// <summary>Whether each value gets mean 0 and deviation 1 over the training vectors.</summary>
    public bool Standardize { get; init; } = true;

    /// <summary>Standardized values are cut off at this many deviations; <see langword="null"/> for no limit.</summary>
    public double? Clip { get; init; }

    /// <summary>Principal components that the vectors are reduced to; <see langword="null"/> for all values.</summary>
    public int? Components { get; init; }
}
