namespace MicroGenre.Drawing;

/// <summary>The alignment of text at its point.</summary>
public enum TextAnchor
{
    /// <summary>The text starts at the point.</summary>
    Start,

    /// <summary>The text is centred at the point.</summary>
    Middle,

    /// <summary>The text ends at the point.</summary>
    End,
}
