namespace MicroGenre.Drawing;

/// <summary>Draws a share as a cell of a heatmap: the greater, the darker, with a label.</summary>
/// <example><code>
/// var svg = new Svg(100, 30, "70 %");
/// HeatCell.Draw(svg, 0, 0, 100, 30, share: 0.7, "70 %");
/// </code></example>
public static class HeatCell
{
    private const int TextSize = 11;

    /// <summary>Draws a cell.</summary>
    /// <param name="svg">The image to draw on.</param>
    /// <param name="x">The left edge.</param>
    /// <param name="y">The upper edge.</param>
    /// <param name="width">The width, including a gap of one pixel.</param>
    /// <param name="height">The height, including a gap of one pixel.</param>
    /// <param name="share">The value, from 0 to 1.</param>
    /// <param name="text">The label; empty for none.</param>
    public static void Draw(Svg svg, double x, double y, double width, double height, double share, string text)
    {
        svg.Rectangle(x, y, width - 1, height - 1, Blues.Shade(share));
        if (text.Length > 0)
        {
            svg.Text(x + (width / 2), y + (height / 2) + 4, text, TextAnchor.Middle, Blues.On(share), TextSize);
        }
    }
}
