namespace MicroGenre.Drawing;

/// <summary>A colour map for shares in one hue from light to dark, legible in print and with any colour vision.</summary>
/// <example><code>
/// var svg = new Svg(20, 20, "70 %");
/// svg.Rectangle(0, 0, 20, 20, Blues.Shade(0.7));
/// svg.Text(10, 14, "70", TextAnchor.Middle, Blues.On(0.7));
/// </code></example>
public static class Blues
{
    private const double DarkFrom = 0.45;

    private static readonly Rgb Lightest = new(0xF2, 0xF4, 0xF7);
    private static readonly Rgb Darkest = new(0x0B, 0x3C, 0x78);

    /// <summary>The colour of a share, from 0 (light grey) to 1 (dark blue).</summary>
    public static Rgb Shade(double share) => Lightest.Towards(Darkest, Math.Clamp(share, 0, 1));

    /// <summary>A legible colour for text on <see cref="Shade"/>.</summary>
    public static Rgb On(double share) => share > DarkFrom ? Palette.Paper : Palette.Ink;
}
