namespace MicroGenre.Learning;

/// <summary>How the values of the features are scaled before a classifier sees them.</summary>
public enum Normalization
{
    /// <summary>−80 … 0 dB become −1 … 1.</summary>
    Decibels,

    /// <summary>Each row gets mean 0 and deviation 1 over the training tracks.</summary>
    PerRow,

    /// <summary>As they are.</summary>
    None,
}

/// <summary>
/// Which coefficients of the features' cosine transform take the features' place: MFCC, where the features are a log-mel spectrogram.
/// </summary>
public sealed record CepstrumSettings
{
    /// <summary>How many.</summary>
    public int Coefficients { get; init; } = 13;

    /// <summary>The first; 0 is the mean level of a frame, relative to what the features are relative to.</summary>
    public int First { get; init; }
}

/// <summary>How a track's features are put before the classifier.</summary>
public sealed record InputSettings
{
    /// <summary>Turns each frame into its cepstrum first; <see langword="null"/> to leave it.</summary>
    public CepstrumSettings? Cepstrum { get; init; }

    /// <summary>
    /// Frames of the random crop that stands for a track in an epoch; <see langword="null"/> for whole tracks (of the first track's
    /// length).
    /// </summary>
    public int? CropFrames { get; init; }

    /// <summary>
    /// Frames per window at prediction. A longer track is covered by evenly spaced windows, whose probabilities are averaged; a shorter one
    /// is one window.
    /// </summary>
    public int PredictionFrames { get; init; } = 512;

    /// <summary>How values are scaled.</summary>
    public Normalization Normalization { get; init; } = Normalization.Decibels;

    /// <summary>How a classical learner sees a track; networks do not use it.</summary>
    public VectorSettings Vector { get; init; } = new();
}
