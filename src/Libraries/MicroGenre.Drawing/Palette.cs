namespace MicroGenre.Drawing;

/// <summary>The colours of charts: dark text on white, and two data colours that are distinguishable with any colour vision.</summary>
public static class Palette
{
    /// <summary>The background.</summary>
    public static readonly Rgb Paper = new(0xFF, 0xFF, 0xFF);

    /// <summary>Text and axes.</summary>
    public static readonly Rgb Ink = new(0x1A, 0x1A, 0x1A);

    /// <summary>Secondary text.</summary>
    public static readonly Rgb Quiet = new(0x55, 0x55, 0x55);

    /// <summary>Grid lines.</summary>
    public static readonly Rgb Grid = new(0xDD, 0xDD, 0xDD);

    /// <summary>The data.</summary>
    public static readonly Rgb Fill = new(0x2F, 0x6D, 0xB5);

    /// <summary>Reference data for comparison.</summary>
    public static readonly Rgb Mark = new(0xC2, 0x41, 0x0C);
}
