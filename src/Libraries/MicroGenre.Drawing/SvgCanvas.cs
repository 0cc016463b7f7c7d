namespace MicroGenre.Drawing;

/// <summary>A canvas on an SVG image.</summary>
internal sealed class SvgCanvas(int width, int height, string title) : ICanvas
{
    private const int FontSize = 14;

    /// <summary>Distance from the middle of a line of text down to its baseline, as a share of the font size.</summary>
    private const double Baseline = 0.35;

    private readonly Svg _svg = new(width, height, title);

    public int Width => width;

    public int Height => height;

    public void Rectangle(double x, double y, double width, double height, Rgb colour) => _svg.Rectangle(x, y, width, height, colour);

    public void Polyline(IReadOnlyList<(double X, double Y)> points, Rgb colour, double thickness) =>
        _svg.Polyline(points, colour, thickness);

    public void Text(double x, double y, string text, TextAnchor anchor, Rgb colour) =>
        _svg.Text(x, y + (Baseline * FontSize), text, anchor, colour, FontSize);

    public void Image(double x, double y, RgbImage image) => _svg.Image(x, y, image.Width, image.Height, image);

    /// <summary>The whole image.</summary>
    public string ToSvg() => _svg.ToString();
}
