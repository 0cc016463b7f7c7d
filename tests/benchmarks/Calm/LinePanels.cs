using System.Net;
using System.Text;

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
    private static readonly string[] Colours = ["#0072B2", "#E69F00", "#009E73"];

    public string ToSvg()
    {
        var (width, height) = (Left + (panels.Count * (Width + Gap)), Top + Height + 60);
        var svg = new StringBuilder($"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="13" role="img" aria-label="{WebUtility.HtmlEncode(title)}">
            <rect width="{width}" height="{height}" fill="white"/>
            <text x="{Left}" y="22" font-size="15">{WebUtility.HtmlEncode(title)}</text>

            """.ReplaceLineEndings("\n"));
        for (var i = 0; i < panels[0].Series.Count; i++)
        {
            svg.Append($"<text x=\"{Left + (i * 150)}\" y=\"44\" fill=\"{Colours[i]}\">● {WebUtility.HtmlEncode(panels[0].Series[i].Name)}</text>\n");
        }

        for (var percent = 0; percent <= 100; percent += 20)
        {
            svg.Append($"<text x=\"{Left - 8}\" y=\"{Y(percent) + 4:0.#}\" text-anchor=\"end\">{percent}</text>\n");
        }

        for (var i = 0; i < panels.Count; i++)
        {
            Draw(svg, panels[i], Left + (i * (Width + Gap)));
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void Draw(StringBuilder svg, LinePanel panel, double left)
    {
        for (var percent = 0; percent <= 100; percent += 20)
        {
            svg.Append($"<path d=\"M{left} {Y(percent):0.#}h{Width}\" stroke=\"#ddd\"/>\n");
        }

        for (var i = 0; i < panel.Values.Count; i++)
        {
            svg.Append($"<text x=\"{X(panel, left, i):0.#}\" y=\"{Top + Height + 18}\" text-anchor=\"middle\">{panel.Values[i]}</text>\n");
        }

        svg.Append($"<text x=\"{left + (Width / 2)}\" y=\"{Top + Height + 42}\" text-anchor=\"middle\">{WebUtility.HtmlEncode(panel.Axis)}</text>\n");
        for (var line = 0; line < panel.Series.Count; line++)
        {
            var points = panel.Series[line].Points;
            var path = string.Join(' ', points.Select((point, i) => $"{(i == 0 ? 'M' : 'L')}{X(panel, left, i):0.#} {Y(point.Mean):0.#}"));
            svg.Append($"<path d=\"{path}\" fill=\"none\" stroke=\"{Colours[line]}\" stroke-width=\"2\"/>\n");
            for (var i = 0; i < points.Count; i++)
            {
                var (x, point) = (X(panel, left, i) + (3 * line), points[i]);
                svg.Append($"<path d=\"M{x:0.#} {Y(Math.Min(100, point.Mean + point.Deviation)):0.#}V{Y(Math.Max(0, point.Mean - point.Deviation)):0.#}\" stroke=\"{Colours[line]}\"/>\n");
                svg.Append($"<circle cx=\"{X(panel, left, i):0.#}\" cy=\"{Y(point.Mean):0.#}\" r=\"3\" fill=\"{Colours[line]}\"><title>{point}</title></circle>\n");
            }
        }
    }

    private static double X(LinePanel panel, double left, int index) => left + (Width * (index + 0.5) / panel.Values.Count);

    private static double Y(double percent) => Top + (Height * (1 - (percent / 100)));
}
