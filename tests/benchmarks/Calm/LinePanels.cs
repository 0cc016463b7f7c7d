using MicroGenre.Drawing;

namespace MicroGenre.Benchmarks.Calm;

/// <summary>A line with the deviation at each of its points.</summary>
internal sealed record LineSeries(string Name, IReadOnlyList<Spread> Points);

/// <summary>Lines over common values.</summary>
internal sealed record LinePanel(string Axis, IReadOnlyList<string> Values, IReadOnlyList<LineSeries> Series);

/// <summary>A figure of panels that share their upright axis, percent from 0 to 100.</summary>
internal sealed class LinePanels(string title, IReadOnlyList<LinePanel> panels)
{
    private const double Width = 230;
    private const double Height = 200;
    private const double Left = 50;
    private const double Top = 60;
    private const double Gap = 30;

    public string ToSvg()
    {
        var svg = new Svg(Left + (panels.Count * (Width + Gap)), Top + Height + 60, title);
        svg.Text(Left, 22, title, size: 15);
        foreach (var (i, series) in panels[0].Series.Index())
        {
            svg.Text(Left + (i * 150), 44, $"● {series.Name}", colour: OkabeIto.ColourOf(i));
        }

        for (var percent = 0; percent <= 100; percent += 20)
        {
            svg.Text(Left - 8, Y(percent) + 4, $"{percent}", TextAnchor.End);
        }

        foreach (var (i, panel) in panels.Index())
        {
            Draw(svg, panel, Left + (i * (Width + Gap)));
        }

        return svg.ToString();
    }

    private static void Draw(Svg svg, LinePanel panel, double left)
    {
        for (var percent = 0; percent <= 100; percent += 20)
        {
            svg.Line(left, Y(percent), left + Width, Y(percent), Palette.Grid);
        }

        foreach (var (i, value) in panel.Values.Index())
        {
            svg.Text(X(panel, left, i), Top + Height + 18, value, TextAnchor.Middle);
        }

        svg.Text(left + (Width / 2), Top + Height + 42, panel.Axis, TextAnchor.Middle);
        foreach (var (line, series) in panel.Series.Index())
        {
            var colour = OkabeIto.ColourOf(line);
            svg.Polyline(series.Points.Index().Select(pair => (X(panel, left, pair.Index), Y(pair.Item.Mean))), colour, 2);
            foreach (var (i, point) in series.Points.Index())
            {
                var x = X(panel, left, i) + (3 * line);
                svg.Line(x, Y(Math.Min(100, point.Mean + point.Deviation)), x, Y(Math.Max(0, point.Mean - point.Deviation)), colour);
                svg.Circle(X(panel, left, i), Y(point.Mean), 3, colour, $"{point}");
            }
        }
    }

    private static double X(LinePanel panel, double left, int index) => left + (Width * (index + 0.5) / panel.Values.Count);

    private static double Y(double percent) => Top + (Height * (1 - (percent / 100)));
}
