namespace MicroGenre.Learning;

/// <summary>How feature values are scaled for a classifier.</summary>
public enum Normalization
{
    /// <summary>Maps −80 … 0 dB to −1 … 1.</summary>
    Decibels,

    /// <summary>Scales each row to mean 0 and standard deviation 1 over the training tracks.</summary>
    PerRow,

    /// <summary>No scaling.</summary>
    None,
}

/// <summary>The coefficients of a cosine transform that replace the features: MFCC if the features are a log-mel spectrogram.</summary>
public sealed record CepstrumSettings
{
    /// <summary>Number of coefficients.</summary>
    public int Coefficients { get; init; } = 13;

    /// <summary>The first coefficient; 0 is the mean level of a frame.</summary>
    public int First { get; init; }
}

/// <summary>How a track's features are prepared for a classifier.</summary>
public sealed record InputSettings
{
    /// <summary>Replaces each frame with its cepstrum; <see langword="null"/> for no cepstrum.</summary>
    public CepstrumSettings? Cepstrum { get; init; }

    /// <summary>
    /// Length of the random crop taken from each track in an epoch, in seconds; <see langword="null"/> for whole tracks, all cut to their
    /// median length.
    /// </summary>
    public double? CropSeconds { get; init; }

    /// <summary>
    /// <see cref="CropSeconds"/> in frames of the recipe's features, in its place: such a recipe takes no tracks with another hop.
    /// </summary>
    public int? CropFrames { get; init; }

    /// <summary>
    /// Length of a window at prediction, in seconds; <see langword="null"/> for <see cref="InputLengths.DefaultPredictionSeconds"/>. Longer
    /// tracks are covered by evenly spaced windows whose probabilities are averaged; a shorter track is one window.
    /// </summary>
    public double? PredictionSeconds { get; init; }

    /// <summary>
    /// <see cref="PredictionSeconds"/> in frames of the recipe's features, in its place: such a recipe takes no tracks with another hop.
    /// </summary>
    public int? PredictionFrames { get; init; }

    /// <summary>How values are scaled.</summary>
    public Normalization Normalization { get; init; } = Normalization.Decibels;

    /// <summary>How a track becomes vectors for a classical learner; networks ignore it.</summary>
    public VectorSettings Vector { get; init; } = new();
}
