namespace MicroGenre.Drawing;

/// <summary>
/// The colour map "magma" by Nathaniel Smith and Stéfan van der Walt (public domain): from black over purple and orange to pale yellow,
/// with uniformly increasing brightness. It stores every sixteenth of 256 colours; linear interpolation is exact to within two steps of
/// 255.
/// </summary>
/// <example><code>
/// var image = new RgbImage(256, 1);
/// for (var x = 0; x &lt; image.Width; x++)
/// {
///     Magma.ColourOf(x / 255.0, image.At(x, 0));
/// }
///
/// File.WriteAllBytes("magma.png", image.ToPng());
/// </code></example>
public static class Magma
{
    private const int Spacing = 16;

    private static readonly Rgb[] Points =
    [
        new(0, 0, 4), new(10, 8, 34), new(29, 17, 71), new(54, 16, 107), new(81, 18, 124), new(106, 28, 129), new(131, 38, 129),
            new(156, 46, 127), new(183, 55, 121),
        new(208, 65, 111), new(231, 82, 99), new(245, 107, 92), new(252, 137, 97), new(254, 167, 114), new(254, 196, 136),
            new(253, 226, 163), new(252, 255, 195),
    ];

    /// <summary>Writes the colour of a value from 0 to 1. Values beyond get the colour of the nearer end.</summary>
    public static void ColourOf(double value, Span<byte> pixel)
    {
        var position = Math.Clamp(double.IsNaN(value) ? 0 : value, 0, 1) * 255 / Spacing;
        var index = Math.Min((int)position, Points.Length - 2);
        var part = position - index;
        var colour = Points[index].Towards(Points[index + 1], part);
        (pixel[0], pixel[1], pixel[2]) = (colour.Red, colour.Green, colour.Blue);
    }
}
