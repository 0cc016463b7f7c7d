namespace MicroGenre.Learning;

/// <summary>Whether a model can judge a track.</summary>
public enum Verdict
{
    /// <summary>It can, as far as is known.</summary>
    Ok,

    /// <summary>The audio has too little sound to judge.</summary>
    NoMusic,

    /// <summary>The track is farther from the training data than other music.</summary>
    Unfamiliar,
}
