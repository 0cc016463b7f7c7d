using System.Net;
using System.Text;

namespace MicroGenre.Segmentation.Reporting;

/// <summary>A drawing in the making. Coordinates are pixels from the top left; text and lines take the page's colour.</summary>
internal sealed class Svg(double width, double height, string description)
{
    private readonly StringBuilder _content = new();

    /// <summary>The colours of clusters (Okabe and Ito's palette, told apart with any colour vision), from the ninth on by hue alone.</summary>
    public static string ColourOf(int cluster)
    {
        string[] palette = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#8A8A8A"];
        return cluster < palette.Length ? palette[cluster] : $"hsl({cluster * 137.508 % 360:0} 55% 50%)";
    }

    public void Rectangle(double x, double y, double w, double h, string fill, string tip = "") =>
        _content.Append($"<rect x=\"{x:0.##}\" y=\"{y:0.##}\" width=\"{w:0.##}\" height=\"{h:0.##}\" fill=\"{fill}\">{Tip(tip)}</rect>");

    public void Frame(double x, double y, double w, double h) =>
        _content.Append($"<rect x=\"{x:0.##}\" y=\"{y:0.##}\" width=\"{w:0.##}\" height=\"{h:0.##}\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\"/>");

    public void Circle(double x, double y, double radius, string fill, string tip) =>
        _content.Append($"<circle cx=\"{x:0.##}\" cy=\"{y:0.##}\" r=\"{radius:0.##}\" fill=\"{fill}\">{Tip(tip)}</circle>");

    public void Path(string path, string stroke, double strokeWidth, double opacity = 1, string fill = "none") =>
        _content.Append($"<path d=\"{path}\" fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"{strokeWidth:0.##}\" stroke-linejoin=\"round\" opacity=\"{opacity:0.##}\"/>");

    public void Text(double x, double y, string text, string anchor = "middle") =>
        _content.Append($"<text x=\"{x:0.##}\" y=\"{y:0.##}\" text-anchor=\"{anchor}\">{WebUtility.HtmlEncode(text)}</text>");

    public void UprightText(double x, double y, string text) =>
        _content.Append($"<text transform=\"translate({x:0.##} {y:0.##}) rotate(-90)\" text-anchor=\"middle\">{WebUtility.HtmlEncode(text)}</text>");

    /// <summary>A picture, its pixels enlarged without blur.</summary>
    public void Picture(double x, double y, double w, double h, byte[] png) =>
        _content.Append($"<image x=\"{x:0.##}\" y=\"{y:0.##}\" width=\"{w:0.##}\" height=\"{h:0.##}\" preserveAspectRatio=\"none\" style=\"image-rendering:pixelated\" href=\"data:image/png;base64,{Convert.ToBase64String(png)}\"/>");

    /// <summary>A time axis below a figure: a tick with its time at round steps.</summary>
    public void TimeAxis(double x, double y, double w, double duration)
    {
        foreach (var time in Axis.Ticks(duration, Math.Max(3, w / 80)))
        {
            var at = x + (w * time / duration);
            Path($"M{at:0.##} {y:0.##}v5", "currentColor", 1);
            Text(at, y + 18, Axis.Label(time, duration));
        }

        Text(x + (w / 2), y + 36, Axis.Unit(duration));
    }

    /// <summary>The same axis, upwards from below, at a figure's left side.</summary>
    public void UprightTimeAxis(double x, double y, double h, double duration)
    {
        foreach (var time in Axis.Ticks(duration, Math.Max(3, h / 80)))
        {
            var at = y + (h * time / duration);
            Path($"M{x:0.##} {at:0.##}h-5", "currentColor", 1);
            Text(x - 8, at + 4, Axis.Label(time, duration), "end");
        }

        UprightText(x - 44, y + (h / 2), Axis.Unit(duration));
    }

    public override string ToString() =>
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:0.##} {height:0.##}\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(description)}\">{_content}</svg>";

    private static string Tip(string text) => text.Length > 0 ? $"<title>{WebUtility.HtmlEncode(text)}</title>" : "";
}
