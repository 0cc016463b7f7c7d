using System.Runtime.InteropServices;

namespace MicroGenre.Drawing;

/// <summary>A colour.</summary>
/// <param name="Red">From 0 to 255.</param>
/// <param name="Green">From 0 to 255.</param>
/// <param name="Blue">From 0 to 255.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Rgb(byte Red, byte Green, byte Blue)
{
    /// <summary>The colour in the notation of SVG and CSS: <c>#rrggbb</c>.</summary>
    public static implicit operator string(Rgb colour) => colour.ToString();

    /// <summary>The colour in the notation of SVG and CSS: <c>#rrggbb</c>.</summary>
    public override string ToString() => $"#{Red:x2}{Green:x2}{Blue:x2}";

    /// <summary>Interpolates linearly towards another colour.</summary>
    /// <param name="other">The colour at 1.</param>
    /// <param name="part">The share of the other colour, from 0 to 1.</param>
    public Rgb Towards(Rgb other, double part)
    {
        return new Rgb(Mix(Red, other.Red), Mix(Green, other.Green), Mix(Blue, other.Blue));

        byte Mix(byte from, byte to) => (byte)Math.Round(from + (part * (to - from)));
    }
}
