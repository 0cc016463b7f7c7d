namespace MicroGenre.Evaluation.Reports.Charts;

/// <summary>Accuracies as bars with their intervals, and the published ones as marks.</summary>
internal static class AccuracyBars
{
    private const int Left = 250;
    private const int Width = 380;
    private const int RowHeight = 30;
    private const int Top = 34;

    public static string Draw(IReadOnlyList<SuiteReportRow> rows)
    {
        var bottom = Top + (rows.Count * RowHeight);
        var svg = new Svg(Left + Width + 70, bottom + 54, "Accuracy of each row, measured and published");
        for (var percent = 0; percent <= 100; percent += 20)
        {
            var x = X(percent / 100.0);
            svg.Line(x, Top - 6, x, bottom, "#dddddd");
            svg.Text(x, bottom + 18, $"{percent}", "middle");
        }

        svg.Text(Left + (Width / 2), bottom + 40, "accuracy, %", "middle", Svg.Quiet);
        svg.Rectangle(Left, 6, 14, 12, Svg.Fill);
        svg.Text(Left + 20, 17, "measured, with 95 % interval");
        svg.Line(Left + 230, 4, Left + 230, 20, Svg.Mark, 3);
        svg.Text(Left + 238, 17, "published");
        for (var i = 0; i < rows.Count; i++)
        {
            Row(svg, rows[i], Top + (i * RowHeight));
        }

        return svg.ToString();
    }

    private static void Row(Svg svg, SuiteReportRow row, int y)
    {
        svg.Text(Left - 8, y + 19, row.Name, "end");
        svg.Rectangle(Left, y + 6, row.Mean * Width, RowHeight - 12, Svg.Fill);
        svg.Line(X(row.Interval.Low), y + 15, X(row.Interval.High), y + 15, Svg.Ink, 1.5);
        svg.Line(X(row.Interval.Low), y + 10, X(row.Interval.Low), y + 20, Svg.Ink, 1.5);
        svg.Line(X(row.Interval.High), y + 10, X(row.Interval.High), y + 20, Svg.Ink, 1.5);
        svg.Text(Left + Width + 8, y + 19, $"{row.Mean * 100:0.0} %");
        if (row.Published is { } published)
        {
            svg.Line(X(published), y + 3, X(published), y + RowHeight - 3, Svg.Mark, 3);
        }
    }

    private static double X(double share) => Left + (share * Width);
}
