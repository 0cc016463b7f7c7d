namespace MicroGenre.Drawing;

/// <summary>
/// Draws a few lines (or dots, for a single point) over a common axis of integers. All lines but the first are dashed, to distinguish them
/// without colour.
/// </summary>
/// <example><code>
/// var loss = new Series("training", [(1, 2.3), (2, 1.1), (3, 0.7)]);
/// File.WriteAllText("loss.svg", LineChart.Draw("Loss over the epochs", "epoch", "loss", [loss]));
/// </code></example>
public static class LineChart
{
    private const int Left = 48;
    private const int Right = 14;
    private const int Top = 46;
    private const int Bottom = 44;
    private const int Height = Top + 170 + Bottom;
    private const int Ticks = 5;
    private const int LegendWidth = 150;

    /// <summary>Draws a chart as an SVG image that fits a phone's screen.</summary>
    /// <param name="title">The title.</param>
    /// <param name="xTitle">The label of the horizontal axis.</param>
    /// <param name="yTitle">The label of the vertical axis, with its unit.</param>
    /// <param name="series">One to three lines with at least one point in all.</param>
    /// <param name="highest">The upper end of the vertical axis; <see langword="null"/> for the maximum, rounded up.</param>
    public static string Draw(string title, string xTitle, string yTitle, IReadOnlyList<Series> series, double? highest = null)
    {
        var svg = new Svg(Svg.PhoneWidth, Height, title);
        DrawPanel(svg, 0, 0, Svg.PhoneWidth, Height, xTitle, yTitle, series, highest);
        return svg.ToString();
    }

    /// <summary>Draws a chart into a rectangle of a larger image.</summary>
    public static void DrawPanel(
        Svg svg, double x, double y, double width, double height, string xTitle, string yTitle, IReadOnlyList<Series> series,
            double? highest = null)
    {
        var points = series.SelectMany(line => line.Points).ToList();
        var (from, to) = (points.Min(point => point.X), points.Max(point => point.X));
        var top = highest ?? Axis.RoundUp(points.Max(point => point.Y));
        var (left, right, upper, lower) = (x + Left, x + width - Right, y + Top, y + height - Bottom);
        foreach (var tick in Axis.Linear(yTitle, 0, top, Ticks).Ticks)
        {
            var at = lower + ((upper - lower) * tick.Position);
            svg.Line(left, at, right, at, Palette.Grid);
            svg.Text(left - 6, at + 4, tick.Label, TextAnchor.End, size: 12);
        }

        foreach (var tick in XTicks(xTitle, from, to))
        {
            svg.Text(left + ((right - left) * tick.Position), lower + 17, tick.Label, TextAnchor.Middle, size: 12);
        }

        svg.Text(x + 2, y + 16, yTitle, colour: Palette.Quiet);
        svg.Text((left + right) / 2, lower + 37, xTitle, TextAnchor.Middle, Palette.Quiet);
        foreach (var (i, line) in series.Index())
        {
            var (colour, dash) = Look(i);
            if (line.Name.Length > 0)
            {
                var place = left + (i * LegendWidth);
                svg.Line(place, y + 31, place + 26, y + 31, colour, 1.8, dash);
                svg.Text(place + 32, y + 35, line.Name);
            }

            var places = line.Points.Select(point => (X(point.X), Y(point.Y))).ToList();
            if (places is [var (onlyX, onlyY)])
            {
                svg.Circle(onlyX, onlyY, 3.5, colour);
            }

            svg.Polyline(places, colour, dash: dash);
        }

        double X(double value) => to > from ? left + ((value - from) / (to - from) * (right - left)) : (left + right) / 2;

        double Y(double value) => lower - (Math.Clamp(value, 0, top) / top * (lower - upper));
    }

    private static IReadOnlyList<Tick> XTicks(string title, double from, double to) =>
        to > from ? Axis.Linear(title, from, to, Ticks, whole: true).Ticks : [new Tick(0.5, $"{from}")];

    private static (string Colour, Dash Dash) Look(int series) => series switch
    {
        0 => (Palette.Fill, Dash.None),
        1 => (Palette.Mark, Dash.Long),
        _ => (Palette.Ink, Dash.Short),
    };
}
