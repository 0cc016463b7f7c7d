namespace MicroGenre.Drawing;

/// <summary>A drawing surface for plots. Coordinates are pixels from the top left.</summary>
internal interface ICanvas
{
    int Width { get; }

    int Height { get; }

    void Rectangle(double x, double y, double width, double height, Rgb colour);

    void Polyline(IReadOnlyList<(double X, double Y)> points, Rgb colour, double thickness);

    /// <summary>Draws a line of text, vertically centred at <paramref name="y"/>.</summary>
    void Text(double x, double y, string text, TextAnchor anchor, Rgb colour);

    void Image(double x, double y, RgbImage image);
}
