namespace MicroGenre.Learning;

/// <summary>How features become one vector.</summary>
public enum VectorKind
{
    /// <summary>Mean and standard deviation of each row.</summary>
    Statistics,

    /// <summary>Mean and variance of each row.</summary>
    MeanVariance,

    /// <summary>Every value of a span of frames, row by row.</summary>
    Flatten,

    /// <summary>Statistics over blocks of a log-mel spectrogram.</summary>
    Blocks,

    /// <summary>Covariances of the levels of frequency ranges within short blocks of a log-mel spectrogram.</summary>
    Covariances,

    /// <summary>Joint modulations of a log-mel spectrogram in time and frequency.</summary>
    Modulations,

    /// <summary>Covariances of level, roughness and motion of frequency ranges within short blocks of a log-mel spectrogram.</summary>
    Textures,
}

/// <summary>How the answers for the spans of a track are combined.</summary>
public enum Voting
{
    /// <summary>The mean of their probabilities.</summary>
    Mean,

    /// <summary>A vote for the most probable genre of each span.</summary>
    Majority,
}

/// <summary>How a track becomes vectors for a classical learner.</summary>
public sealed record VectorSettings
{
    /// <summary>How features become one vector.</summary>
    public VectorKind Kind { get; init; } = VectorKind.Statistics;

    /// <summary>A second kind whose values are appended; <see langword="null"/> for none.</summary>
    public VectorKind? Also { get; init; }

    /// <summary>
    /// Length of the spans that are learned and classified separately, in seconds; <see langword="null"/> for whole tracks.
    /// </summary>
    public double? SegmentSeconds { get; init; }

    /// <summary>
    /// <see cref="SegmentSeconds"/> in frames of the recipe's features, in its place: such a recipe takes no tracks with another hop.
    /// </summary>
    public int? SegmentFrames { get; init; }

    /// <summary>How the answers for the spans are combined.</summary>
    public Voting Voting { get; init; } = Voting.Mean;

    /// <summary>Whether to scale each value to mean 0 and standard deviation 1 over the training vectors.</summary>
    public bool Standardize { get; init; } = true;

    /// <summary>Clips standardized values at this many standard deviations; <see langword="null"/> for no limit.</summary>
    public double? Clip { get; init; }

    /// <summary>Number of principal components that the vectors are reduced to; <see langword="null"/> for no reduction.</summary>
    public int? Components { get; init; }
}
