using System.Globalization;
using System.Net;
using System.Text;

namespace MicroGenre.Evaluation.Reports.Charts;

/// <summary>
/// Draws SVG: dark text on white, one hue from light to dark for quantities, which reads the same in print and to every colour vision. Pictures are as
/// wide as a phone shows at its own scale.
/// </summary>
internal sealed class Svg
{
    /// <summary>Pixels that a phone of 375 leaves between a page's margins.</summary>
    public const int PhoneWidth = 343;

    public const string Ink = "#1a1a1a";
    public const string Quiet = "#555555";
    public const string Grid = "#dddddd";
    public const string Fill = "#2f6db5";
    public const string Mark = "#c2410c";

    private const int Lightest = 0xF2F4F7;
    private const int Darkest = 0x0B3C78;

    private readonly StringBuilder _text = new();

    public Svg(int width, int height, string title)
    {
        _text.Append(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" font-family="system-ui, sans-serif" font-size="13"><title>{WebUtility.HtmlEncode(title)}</title>""");
        Rectangle(0, 0, width, height, "#ffffff");
    }

    public void Rectangle(double x, double y, double width, double height, string colour) =>
        _text.Append(CultureInfo.InvariantCulture, $"""<rect x="{x:0.##}" y="{y:0.##}" width="{width:0.##}" height="{height:0.##}" fill="{colour}"/>""");

    public void Line(double x1, double y1, double x2, double y2, string colour, double width = 1, bool dashed = false) => _text.Append(
        CultureInfo.InvariantCulture,
        $"""<line x1="{x1:0.##}" y1="{y1:0.##}" x2="{x2:0.##}" y2="{y2:0.##}" stroke="{colour}" stroke-width="{width:0.##}"{(dashed ? " stroke-dasharray=\"5 4\"" : "")}/>""");

    public void Polyline(IEnumerable<(double X, double Y)> points, string colour, bool dashed = false)
    {
        var places = string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X:0.##},{point.Y:0.##}")));
        _text.Append(CultureInfo.InvariantCulture, $"""<polyline points="{places}" fill="none" stroke="{colour}" stroke-width="1.8"{(dashed ? " stroke-dasharray=\"5 4\"" : "")}/>""");
    }

    public void Dot(double x, double y, string colour) =>
        _text.Append(CultureInfo.InvariantCulture, $"""<circle cx="{x:0.##}" cy="{y:0.##}" r="3.5" fill="{colour}"/>""");

    public void Text(double x, double y, string text, string anchor = "start", string colour = Ink, int size = 13) => _text.Append(
        CultureInfo.InvariantCulture, $"""<text x="{x:0.##}" y="{y:0.##}" text-anchor="{anchor}" fill="{colour}" font-size="{size}">{WebUtility.HtmlEncode(text)}</text>""");

    /// <summary>Text that reads upwards from a point.</summary>
    public void UprightText(double x, double y, string text, int size) => _text.Append(
        CultureInfo.InvariantCulture,
        $"""<text x="{x:0.##}" y="{y:0.##}" transform="rotate(-90 {x:0.##} {y:0.##})" fill="{Ink}" font-size="{size}">{WebUtility.HtmlEncode(text)}</text>""");

    /// <summary>A share, 0 to 1, as a colour from light grey to dark blue.</summary>
    public static string Shade(double share)
    {
        share = Math.Clamp(share, 0, 1);
        return $"#{Mix(16):X2}{Mix(8):X2}{Mix(0):X2}";

        int Mix(int shift)
        {
            var (from, to) = ((Lightest >> shift) & 0xFF, (Darkest >> shift) & 0xFF);
            return (int)Math.Round(from + ((to - from) * share));
        }
    }

    /// <summary>The colour of text that reads on <see cref="Shade"/>.</summary>
    public static string On(double share) => share > 0.45 ? "#ffffff" : Ink;

    public override string ToString() => $"{_text}</svg>\n";
}
