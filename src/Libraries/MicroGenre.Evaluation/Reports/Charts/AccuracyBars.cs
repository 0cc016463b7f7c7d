using MicroGenre.Drawing;
using MicroGenre.Evaluation.Metrics;

namespace MicroGenre.Evaluation.Reports.Charts;

/// <summary>A bar of <see cref="AccuracyBars"/>.</summary>
/// <param name="Name">The name of the bar.</param>
/// <param name="Figure">The accuracy as text.</param>
/// <param name="Value">The accuracy, 0 to 1.</param>
/// <param name="Interval">The confidence interval.</param>
/// <param name="Published">The published accuracy, 0 to 1; <see langword="null"/> if there is none.</param>
internal sealed record Bar(string Name, string Figure, double Value, Interval Interval, double? Published);

/// <summary>Draws accuracies as bars with intervals, and published accuracies as marks.</summary>
internal static class AccuracyBars
{
    private const int Margin = 10;
    private const int Width = Svg.PhoneWidth - (2 * Margin);
    private const int LineHeight = 16;
    private const int RowHeight = 28 + LineHeight;
    private const int BarHeight = 14;
    private const int Top = 34;

    // The number of average wide characters that fit on a line.
    private const int LineLength = 44;
    private const int Gap = 2;

    public static string Draw(IReadOnlyList<Bar> bars)
    {
        var names = bars.Select(bar => Lines(bar.Name, LineLength - bar.Figure.Length - Gap)).ToList();
        var bottom = Top + names.Sum(HeightOf);
        var svg = new Svg(Svg.PhoneWidth, bottom + 44, "Accuracy of each row, measured and published");
        for (var percent = 0; percent <= 100; percent += 20)
        {
            svg.Line(X(percent / 100.0), Top - 4, X(percent / 100.0), bottom, Palette.Grid);
            svg.Text(X(percent / 100.0), bottom + 16, $"{percent}", TextAnchor.Middle, Palette.Ink, 12);
        }

        svg.Text(Svg.PhoneWidth / 2.0, bottom + 36, "accuracy, %", TextAnchor.Middle, Palette.Quiet);
        svg.Rectangle(Margin, 6, 14, 12, Palette.Fill);
        svg.Text(Margin + 20, 17, "measured, 95 % interval");
        svg.Line(Margin + 200, 4, Margin + 200, 20, Palette.Mark, 3);
        svg.Text(Margin + 208, 17, "published");
        var y = Top;
        foreach (var (bar, name) in bars.Zip(names))
        {
            Draw(svg, bar, name, y);
            y += HeightOf(name);
        }

        return svg.ToString();
    }

    private static void Draw(Svg svg, Bar bar, string[] name, int y)
    {
        foreach (var (i, line) in name.Index())
        {
            svg.Text(Margin, y + 15 + (i * LineHeight), line);
        }

        svg.Text(Svg.PhoneWidth - Margin, y + 15, bar.Figure, TextAnchor.End);
        var top = y + HeightOf(name) - 23;
        var middle = top + (BarHeight / 2);
        svg.Rectangle(Margin, top, bar.Value * Width, BarHeight, Palette.Fill);
        svg.Line(X(bar.Interval.Low), middle, X(bar.Interval.High), middle, Palette.Ink, 1.5);
        svg.Line(X(bar.Interval.Low), middle - 5, X(bar.Interval.Low), middle + 5, Palette.Ink, 1.5);
        svg.Line(X(bar.Interval.High), middle - 5, X(bar.Interval.High), middle + 5, Palette.Ink, 1.5);
        if (bar.Published is { } published)
        {
            svg.Line(X(published), top - 3, X(published), top + BarHeight + 3, Palette.Mark, 3);
        }
    }

    private static int HeightOf(string[] name) => RowHeight + ((name.Length - 1) * LineHeight);

    // A long name continues on a second line, from the last word that does not fit.
    private static string[] Lines(string name, int room)
    {
        if (name.Length <= room)
        {
            return [name];
        }

        var space = name.LastIndexOf(' ', room);
        var first = space > 0 ? name[..space] : name[..room];
        var rest = name[first.Length..].TrimStart();
        return [first, rest.Length > LineLength ? $"{rest[..(LineLength - 1)]}…" : rest];
    }

    private static double X(double share) => Margin + (share * Width);
}
