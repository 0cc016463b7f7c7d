using System.Globalization;
using System.Net;
using System.Text;

namespace MicroGenre.Drawing;

/// <summary>Builds an SVG image. Coordinates are pixels from the top left; later shapes cover earlier ones.</summary>
/// <example>
/// <code>
/// var svg = new Svg(Svg.PhoneWidth, 60, "Rock, 70 %");
/// svg.Rectangle(10, 10, 0.7 * 320, 20, Palette.Fill);
/// svg.Text(10, 50, "rock");
/// File.WriteAllText("rock.svg", svg.ToString());
/// </code>
/// </example>
public sealed class Svg
{
    /// <summary>Width that a phone of 375 pixels leaves between a page's margins, so that the image appears unscaled.</summary>
    public const int PhoneWidth = 343;

    /// <summary>The text colour of the surrounding page: the default colour of <see cref="Inline"/> images.</summary>
    public const string CurrentColour = "currentColor";

    private const int FontSize = 13;

    private readonly StringBuilder _text = new();
    private readonly string _ink;

    /// <summary>Creates a stand-alone image on white.</summary>
    /// <param name="width">The width.</param>
    /// <param name="height">The height.</param>
    /// <param name="title">The title.</param>
    public Svg(double width, double height, string title)
    {
        _ink = Palette.Ink;
        Append($"""<svg xmlns="http://www.w3.org/2000/svg" width="{width:0.##}" height="{height:0.##}" """);
        Append($"""viewBox="0 0 {width:0.##} {height:0.##}" """);
        Append($"""role="img" font-family="system-ui, sans-serif" font-size="{FontSize}"><title>{Encode(title)}</title>""");
        Rectangle(0, 0, width, height, Palette.Paper);
    }

    private Svg(double width, double height, string title, string ink)
    {
        _ink = ink;
        Append($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:0.##} {height:0.##}" """);
        Append($"""role="img" aria-label="{Encode(title)}">""");
    }

    /// <summary>
    /// Creates an image inside a page, as wide as the page allows, in the page's font and colour, so that it also works on dark pages.
    /// </summary>
    /// <param name="width">The width in the image's own units; the page scales it.</param>
    /// <param name="height">The height in the same units.</param>
    /// <param name="title">A description for screen readers.</param>
    public static Svg Inline(double width, double height, string title) => new(width, height, title, CurrentColour);

    /// <summary>Draws a filled rectangle with an optional tooltip.</summary>
    public void Rectangle(double x, double y, double width, double height, string colour, string tip = "") =>
        Append($"""<rect x="{x:0.##}" y="{y:0.##}" width="{width:0.##}" height="{height:0.##}" fill="{colour}"{End("rect", tip)}""");

    /// <summary>Draws the outline of a rectangle.</summary>
    public void Frame(double x, double y, double width, double height, string? colour = null, double thickness = 2)
    {
        Append($"""<rect x="{x:0.##}" y="{y:0.##}" width="{width:0.##}" height="{height:0.##}" """);
        Append($"""fill="none" stroke="{colour ?? _ink}" stroke-width="{thickness:0.##}"/>""");
    }

    /// <summary>Draws a straight line.</summary>
    public void Line(double x1, double y1, double x2, double y2, string? colour = null, double thickness = 1, Dash dash = Dash.None)
    {
        Append($"""<line x1="{x1:0.##}" y1="{y1:0.##}" x2="{x2:0.##}" y2="{y2:0.##}" """);
        Append($"""stroke="{colour ?? _ink}" stroke-width="{thickness:0.##}"{Dashes(dash)}/>""");
    }

    /// <summary>Draws a line through points.</summary>
    public void Polyline(
        IEnumerable<(double X, double Y)> points, string? colour = null, double thickness = 1.8, Dash dash = Dash.None, double opacity = 1)
    {
        Append($"""<polyline points="{Places(points)}" fill="none" stroke="{colour ?? _ink}" stroke-width="{thickness:0.##}" """);
        Append($"""stroke-linejoin="round"{Dashes(dash)}{Opacity(opacity)}/>""");
    }

    /// <summary>Draws a filled polygon.</summary>
    public void Polygon(IEnumerable<(double X, double Y)> points, string? colour = null, double thickness = 0, double opacity = 1)
    {
        Append($"""<polygon points="{Places(points)}" fill="{colour ?? _ink}" stroke="{colour ?? _ink}" stroke-width="{thickness:0.##}" """);
        Append($"""stroke-linejoin="round"{Opacity(opacity)}/>""");
    }

    /// <summary>Draws a filled circle with an optional tooltip.</summary>
    public void Circle(double x, double y, double radius, string colour, string tip = "") =>
        Append($"""<circle cx="{x:0.##}" cy="{y:0.##}" r="{radius:0.##}" fill="{colour}"{End("circle", tip)}""");

    /// <summary>Draws a line of text with its baseline at <paramref name="y"/>.</summary>
    public void Text(
        double x, double y, string text, TextAnchor anchor = TextAnchor.Start, string? colour = null, int size = FontSize,
            bool bold = false)
    {
        Append($"""<text x="{x:0.##}" y="{y:0.##}" text-anchor="{NameOf(anchor)}" fill="{colour ?? _ink}" font-size="{size}" """);
        Append($"""{(bold ? " font-weight=\"600\"" : "")}>{Encode(text)}</text>""");
    }

    /// <summary>Draws text that reads upwards from a point.</summary>
    public void UprightText(double x, double y, string text, TextAnchor anchor = TextAnchor.Start, int size = FontSize)
    {
        Append($"""<text x="{x:0.##}" y="{y:0.##}" transform="rotate(-90 {x:0.##} {y:0.##})" text-anchor="{NameOf(anchor)}" """);
        Append($"""fill="{_ink}" font-size="{size}">{Encode(text)}</text>""");
    }

    /// <summary>Draws an image of pixels, which stay sharp if it is enlarged.</summary>
    public void Image(double x, double y, double width, double height, RgbImage image)
    {
        Append($"""<image x="{x:0.##}" y="{y:0.##}" width="{width:0.##}" height="{height:0.##}" preserveAspectRatio="none" """);
        Append($"""style="image-rendering:pixelated" href="data:image/png;base64,{Convert.ToBase64String(image.ToPng())}"/>""");
    }

    /// <summary>Draws an axis below a figure: ticks and label.</summary>
    public void HorizontalAxis(double x, double y, double width, Axis axis)
    {
        foreach (var tick in axis.Ticks)
        {
            var at = x + (width * tick.Position);
            Line(at, y, at, y + 5);
            Text(at, y + 18, tick.Label, TextAnchor.Middle);
        }

        Text(x + (width / 2), y + 36, axis.Label, TextAnchor.Middle);
    }

    /// <summary>Draws an axis at the left of a figure, pointing down.</summary>
    public void VerticalAxis(double x, double y, double height, Axis axis)
    {
        foreach (var tick in axis.Ticks)
        {
            var at = y + (height * tick.Position);
            Line(x - 5, at, x, at);
            Text(x - 8, at + 4, tick.Label, TextAnchor.End);
        }

        UprightText(x - 44, y + (height / 2), axis.Label, TextAnchor.Middle);
    }

    /// <summary>The image as an SVG file.</summary>
    public override string ToString() => $"{_text}</svg>\n";

    private void Append(FormattableString text) => _text.Append(FormattableString.Invariant(text));

    private static string Places(IEnumerable<(double X, double Y)> points) =>
        string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X:0.##},{point.Y:0.##}")));

    private static string End(string shape, string tip) => tip.Length == 0 ? "/>" : $"><title>{Encode(tip)}</title></{shape}>";

    private static string Opacity(double opacity) =>
        opacity < 1 ? string.Create(CultureInfo.InvariantCulture, $" opacity=\"{opacity:0.##}\"") : "";

    private static string Dashes(Dash dash) => dash switch
    {
        Dash.Long => " stroke-dasharray=\"5 4\"",
        Dash.Short => " stroke-dasharray=\"2 3\"",
        _ => "",
    };

    private static string NameOf(TextAnchor anchor) => anchor switch
    {
        TextAnchor.Start => "start",
        TextAnchor.Middle => "middle",
        _ => "end",
    };

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
