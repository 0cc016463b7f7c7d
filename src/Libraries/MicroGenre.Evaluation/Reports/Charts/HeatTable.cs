namespace MicroGenre.Evaluation.Reports.Charts;

/// <summary>A table of shares, the darker the greater, each with its percentage.</summary>
internal static class HeatTable
{
    private const int CellWidth = 50;
    private const int CellHeight = 26;
    private const int CharacterWidth = 8;
    private const double ShownFrom = 0.005;

    /// <summary>The picture.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="rowTitle">What rows are.</param>
    /// <param name="columnTitle">What columns are.</param>
    /// <param name="rows">The rows' names.</param>
    /// <param name="columns">The columns' names.</param>
    /// <param name="share">The value of a row and a column, 0 to 1.</param>
    public static string Draw(
        string title, string rowTitle, string columnTitle, IReadOnlyList<string> rows, IReadOnlyList<string> columns, Func<int, int, double> share)
    {
        var left = (rows.Max(name => name.Length) * CharacterWidth) + 16;
        const int Top = 62;
        var svg = new Svg(Math.Max(left + (columns.Count * CellWidth) + 16, 400), Top + (rows.Count * CellHeight) + 16, title);
        svg.Text(8, 18, $"{rowTitle} ↓   {columnTitle} →", "start", Svg.Quiet);
        for (var column = 0; column < columns.Count; column++)
        {
            // Two heights, so that neighbours do not touch.
            svg.Text(left + (column * CellWidth) + (CellWidth / 2), Top - 8 - (column % 2 * 15), columns[column], "middle", Svg.Ink, 11);
        }

        for (var row = 0; row < rows.Count; row++)
        {
            var y = Top + (row * CellHeight);
            svg.Text(left - 8, y + 18, rows[row], "end");
            for (var column = 0; column < columns.Count; column++)
            {
                var (x, value) = (left + (column * CellWidth), share(row, column));
                svg.Rectangle(x, y, CellWidth - 1, CellHeight - 1, Svg.Shade(value));
                if (value >= ShownFrom)
                {
                    svg.Text(x + (CellWidth / 2), y + 17, $"{value * 100:0} %", "middle", Svg.On(value), 11);
                }
            }
        }

        return svg.ToString();
    }
}
