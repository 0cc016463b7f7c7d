namespace MicroGenre.Drawing;

/// <summary>The dash pattern of a line, to distinguish lines without colour.</summary>
public enum Dash
{
    /// <summary>A solid line.</summary>
    None,

    /// <summary>Long dashes.</summary>
    Long,

    /// <summary>Short dashes.</summary>
    Short,
}
