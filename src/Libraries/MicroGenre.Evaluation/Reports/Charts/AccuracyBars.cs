using MicroGenre.Evaluation.Metrics;

namespace MicroGenre.Evaluation.Reports.Charts;

/// <summary>A bar of <see cref="AccuracyBars"/>.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Figure">The figure as text.</param>
/// <param name="Value">The figure, 0 to 1.</param>
/// <param name="Interval">Its interval.</param>
/// <param name="Published">What was published, 0 to 1, if anything.</param>
internal sealed record Bar(string Name, string Figure, double Value, Interval Interval, double? Published);

/// <summary>Accuracies as bars with their intervals, and the published ones as marks.</summary>
internal static class AccuracyBars
{
    private const int Margin = 10;
    private const int Width = Svg.PhoneWidth - (2 * Margin);
    private const int RowHeight = 44;
    private const int BarHeight = 14;
    private const int Top = 34;

    public static string Draw(IReadOnlyList<Bar> bars)
    {
        var bottom = Top + (bars.Count * RowHeight);
        var svg = new Svg(Svg.PhoneWidth, bottom + 44, "Accuracy of each row, measured and published");
        for (var percent = 0; percent <= 100; percent += 20)
        {
            svg.Line(X(percent / 100.0), Top - 4, X(percent / 100.0), bottom, Svg.Grid);
            svg.Text(X(percent / 100.0), bottom + 16, $"{percent}", "middle", Svg.Ink, 12);
        }

        svg.Text(Svg.PhoneWidth / 2.0, bottom + 36, "accuracy, %", "middle", Svg.Quiet);
        svg.Rectangle(Margin, 6, 14, 12, Svg.Fill);
        svg.Text(Margin + 20, 17, "measured, 95 % interval");
        svg.Line(Margin + 200, 4, Margin + 200, 20, Svg.Mark, 3);
        svg.Text(Margin + 208, 17, "published");
        foreach (var (i, bar) in bars.Index())
        {
            Draw(svg, bar, Top + (i * RowHeight));
        }

        return svg.ToString();
    }

    private static void Draw(Svg svg, Bar bar, int y)
    {
        var room = 40 - bar.Figure.Length;
        svg.Text(Margin, y + 15, bar.Name.Length > room ? $"{bar.Name[..(room - 1)]}…" : bar.Name);
        svg.Text(Svg.PhoneWidth - Margin, y + 15, bar.Figure, "end");
        var (top, middle) = (y + 21, y + 21 + (BarHeight / 2));
        svg.Rectangle(Margin, top, bar.Value * Width, BarHeight, Svg.Fill);
        svg.Line(X(bar.Interval.Low), middle, X(bar.Interval.High), middle, Svg.Ink, 1.5);
        svg.Line(X(bar.Interval.Low), middle - 5, X(bar.Interval.Low), middle + 5, Svg.Ink, 1.5);
        svg.Line(X(bar.Interval.High), middle - 5, X(bar.Interval.High), middle + 5, Svg.Ink, 1.5);
        if (bar.Published is { } published)
        {
            svg.Line(X(published), top - 3, X(published), top + BarHeight + 3, Svg.Mark, 3);
        }
    }

    private static double X(double share) => Margin + (share * Width);
}
