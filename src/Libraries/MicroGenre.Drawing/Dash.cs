namespace MicroGenre.Drawing;

/// <summary>How a line is broken, so that it can be told without its colour.</summary>
public enum Dash
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Into long pieces.</summary>
    Long,

    /// <summary>Into short pieces.</summary>
    Short,
}
