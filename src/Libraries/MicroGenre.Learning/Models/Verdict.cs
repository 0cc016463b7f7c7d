namespace MicroGenre.Learning;

/// <summary>Whether a model's answer is about something that it can judge.</summary>
public enum Verdict
{
    /// <summary>It is, as far as can be told.</summary>
    Ok,

    /// <summary>There is too little sound to judge.</summary>
    NoMusic,

    /// <summary>It is farther from all that the model has learnt than other music is.</summary>
    Unfamiliar,
}
