using System.Globalization;
using System.Net;
using System.Text;

namespace MicroGenre.Benchmarks.Calm;

/// <summary>A curve over 1, 2, 3, …</summary>
internal sealed record Curve(string Name, IReadOnlyList<double> Values);

/// <summary>Curves that share an upright axis of their own.</summary>
internal sealed record CurvePanel(string Title, string Axis, IReadOnlyList<Curve> Curves);

/// <summary>A figure of panels side by side.</summary>
internal sealed class CurvePanels(string title, IReadOnlyList<CurvePanel> panels)
{
    private const double Width = 300;
    private const double Height = 190;
    private const double Left = 52;
    private const double Top = 74;
    private const int Ticks = 4;
    private static readonly string[] Colours = ["#0072B2", "#E69F00", "#009E73"];

    public string ToSvg()
    {
        var (width, height) = (panels.Count * (Left + Width + 16), Top + Height + 52);
        var svg = new StringBuilder($"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="13" role="img" aria-label="{WebUtility.HtmlEncode(title)}">
            <rect width="{width}" height="{height}" fill="white"/>
            <text x="{Left}" y="20" font-size="15">{WebUtility.HtmlEncode(title)}</text>

            """.ReplaceLineEndings("\n"));
        for (var i = 0; i < panels.Count; i++)
        {
            Draw(svg, panels[i], Left + (i * (Left + Width + 16)));
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void Draw(StringBuilder svg, CurvePanel panel, double left)
    {
        var (top, count) = (1.05 * panel.Curves.Max(curve => curve.Values.Max()), panel.Curves.Max(curve => curve.Values.Count));
        svg.Append($"<text x=\"{left}\" y=\"42\">{WebUtility.HtmlEncode(panel.Title)}</text>\n");
        for (var tick = 0; tick <= Ticks; tick++)
        {
            var (x, y) = (left + (Width * tick / Ticks), Y(top * tick / Ticks, top));
            svg.Append($"<path d=\"M{left} {y:0.#}h{Width}\" stroke=\"#ddd\"/>\n");
            svg.Append($"<text x=\"{left - 6}\" y=\"{y + 4:0.#}\" text-anchor=\"end\">{(top * tick / Ticks).ToString("0.##", CultureInfo.InvariantCulture)}</text>\n");
            svg.Append($"<text x=\"{x:0.#}\" y=\"{Top + Height + 18}\" text-anchor=\"middle\">{1 + ((count - 1) * tick / Ticks)}</text>\n");
        }

        svg.Append($"<text x=\"{left + (Width / 2)}\" y=\"{Top + Height + 40}\" text-anchor=\"middle\">{WebUtility.HtmlEncode(panel.Axis)}</text>\n");
        for (var i = 0; i < panel.Curves.Count; i++)
        {
            var (curve, place) = (panel.Curves[i], left + (i * 150));
            var points = string.Join(' ', curve.Values.Select((value, at) => $"{left + (Width * at / Math.Max(1, count - 1)):0.#},{Y(value, top):0.#}"));
            svg.Append($"<text x=\"{place}\" y=\"62\" fill=\"{Colours[i]}\">● {WebUtility.HtmlEncode(curve.Name)}</text>\n");
            svg.Append($"<polyline points=\"{points}\" fill=\"none\" stroke=\"{Colours[i]}\" stroke-width=\"1.8\"/>\n");
        }
    }

    private static double Y(double value, double top) => Top + (Height * (1 - (value / top)));
}
