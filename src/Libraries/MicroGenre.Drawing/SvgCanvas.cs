using System.Globalization;
using System.Net;
using System.Text;

namespace MicroGenre.Drawing;

/// <summary>Draws SVG.</summary>
internal sealed class SvgCanvas : ICanvas
{
    private const int FontSize = 14;
    private readonly StringBuilder _svg = new();

    public SvgCanvas(int width, int height)
    {
        Width = width;
        Height = height;
        _svg.Append(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="{FontSize}">""").Append('\n');
    }

    public int Width { get; }

    public int Height { get; }

    public void Rectangle(double x, double y, double width, double height, Rgb colour) =>
        _svg.Append(CultureInfo.InvariantCulture, $"""<rect x="{x:0.##}" y="{y:0.##}" width="{width:0.##}" height="{height:0.##}" fill="{Name(colour)}"/>""").Append('\n');

    public void Polyline(IReadOnlyList<(double X, double Y)> points, Rgb colour, double thickness)
    {
        _svg.Append(CultureInfo.InvariantCulture, $"""<polyline fill="none" stroke="{Name(colour)}" stroke-width="{thickness:0.##}" stroke-linejoin="round" points=" """);
        foreach (var (x, y) in points)
        {
            _svg.Append(CultureInfo.InvariantCulture, $"{x:0.##},{y:0.##} ");
        }

        _svg.Append("\"/>\n");
    }

    public void Text(double x, double y, string text, TextAnchor anchor, Rgb colour)
    {
        var place = anchor switch
        {
            TextAnchor.Start => "start",
            TextAnchor.Middle => "middle",
            _ => "end",
        };
        _svg.Append(CultureInfo.InvariantCulture, $"""<text x="{x:0.##}" y="{y:0.##}" text-anchor="{place}" dominant-baseline="central" fill="{Name(colour)}">{WebUtility.HtmlEncode(text)}</text>""").Append('\n');
    }

    public void Image(double x, double y, RgbImage image) =>
        _svg.Append(CultureInfo.InvariantCulture, $"""<image x="{x:0.##}" y="{y:0.##}" width="{image.Width}" height="{image.Height}" href="data:image/png;base64,{Convert.ToBase64String(image.ToPng())}"/>""").Append('\n');

    /// <summary>The whole picture.</summary>
    public string ToSvg() => _svg + "</svg>\n";

    private static string Name(Rgb colour) => $"#{colour.Red:x2}{colour.Green:x2}{colour.Blue:x2}";
}
