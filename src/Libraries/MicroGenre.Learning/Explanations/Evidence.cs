namespace MicroGenre.Learning;

/// <summary>What kind of evidence speaks for or against a genre.</summary>
public enum Evidence
{
    /// <summary>How ranges of frequency sound: their levels, how rough they are, and patterns along frequency.</summary>
    Timbre,

    /// <summary>How they move: from one frame to the next, and swings at seven rates.</summary>
    Rhythm,

    /// <summary>How the levels of ranges rise and fall together.</summary>
    Covariance,

    /// <summary>All that the model hears, where its kinds of evidence cannot be told apart.</summary>
    Any,
}
