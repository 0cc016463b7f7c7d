namespace MicroGenre.Drawing;

/// <summary>
/// The colours of the map "magma" by Nathaniel Smith and Stéfan van der Walt (public domain): from black over purple and orange to pale
/// yellow, evenly brighter all the way. Every sixteenth of its 256 colours is kept; between them it is straight to within two steps of 255.
/// </summary>
public static class Magma
{
    private const int Spacing = 16;

    private static readonly (byte Red, byte Green, byte Blue)[] Points =
    [
        (0, 0, 4), (10, 8, 34), (29, 17, 71), (54, 16, 107), (81, 18, 124), (106, 28, 129), (131, 38, 129), (156, 46, 127), (183, 55, 121),
        (208, 65, 111), (231, 82, 99), (245, 107, 92), (252, 137, 97), (254, 167, 114), (254, 196, 136), (253, 226, 163), (252, 255, 195),
    ];

    /// <summary>Writes the colour of a value from 0 to 1; beyond, that of the nearer end.</summary>
    public static void ColourOf(double value, Span<byte> pixel)
    {
        var position = Math.Clamp(double.IsNaN(value) ? 0 : value, 0, 1) * 255 / Spacing;
        var index = Math.Min((int)position, Points.Length - 2);
        var part = position - index;
        var (low, high) = (Points[index], Points[index + 1]);
        pixel[0] = Between(low.Red, high.Red, part);
        pixel[1] = Between(low.Green, high.Green, part);
        pixel[2] = Between(low.Blue, high.Blue, part);
    }

    private static byte Between(byte low, byte high, double part) => (byte)Math.Round(low + (part * (high - low)));
}
