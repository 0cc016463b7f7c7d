using MicroGenre.Drawing;

namespace MicroGenre.Benchmarks.Calm;

/// <summary>A curve over 1, 2, 3, …</summary>
internal sealed record Curve(string Name, IReadOnlyList<double> Values);

/// <summary>Curves that share an upright axis of their own.</summary>
internal sealed record CurvePanel(string Title, string Axis, IReadOnlyList<Curve> Curves);

/// <summary>A figure of panels side by side.</summary>
internal sealed class CurvePanels(string title, IReadOnlyList<CurvePanel> panels)
{
    private const double Width = 370;
    private const double Height = 270;
    private const double Top = 26;

    public string ToSvg()
    {
        var svg = new Svg(panels.Count * Width, Top + Height, title);
        svg.Text(2, 18, title, size: 15);
        foreach (var (i, panel) in panels.Index())
        {
            LineChart.DrawPanel(svg, i * Width, Top, Width, Height, panel.Axis, panel.Title, [.. panel.Curves.Select(Line)]);
        }

        return svg.ToString();
    }

    private static Series Line(Curve curve) => new(curve.Name, [.. curve.Values.Index().Select(pair => (pair.Index + 1.0, pair.Item))]);
}
