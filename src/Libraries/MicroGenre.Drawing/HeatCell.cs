namespace MicroGenre.Drawing;

/// <summary>A share as a cell of a table, the darker the greater, with its percentage on it.</summary>
/// <example><code>
/// var svg = new Svg(100, 30, "70 %");
/// HeatCell.Draw(svg, 0, 0, 100, 30, share: 0.7, "70 %");
/// </code></example>
public static class HeatCell
{
    private const int TextSize = 11;

    /// <summary>Draws a cell.</summary>
    /// <param name="svg">The picture.</param>
    /// <param name="x">Its left edge.</param>
    /// <param name="y">Its upper edge.</param>
    /// <param name="width">Its width, with a gap of one pixel to the next.</param>
    /// <param name="height">Its height, with a gap of one pixel to the next.</param>
    /// <param name="share">The value, from 0 to 1.</param>
    /// <param name="text">What it says; nothing where the value hardly matters.</param>
    public static void Draw(Svg svg, double x, double y, double width, double height, double share, string text)
    {
        svg.Rectangle(x, y, width - 1, height - 1, Blues.Shade(share));
        if (text.Length > 0)
        {
            svg.Text(x + (width / 2), y + (height / 2) + 4, text, TextAnchor.Middle, Blues.On(share), TextSize);
        }
    }
}
