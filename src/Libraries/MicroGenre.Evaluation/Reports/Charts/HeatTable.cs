using MicroGenre.Drawing;

namespace MicroGenre.Evaluation.Reports.Charts;

/// <summary>Draws a table of shares with percentages; greater values are darker.</summary>
internal static class HeatTable
{
    private const int LongestBesideRow = 10;
    private const int CharacterWidth = 7;
    private const int CellHeight = 24;
    private const int LineHeight = 20;
    private const int NarrowestCell = 26;
    private const int WidestCell = 48;
    private const double ShownFrom = 0.005;

    /// <summary>Draws the table. Short row names are next to their cells, long ones above them.</summary>
    /// <param name="title">The title.</param>
    /// <param name="rowTitle">The meaning of rows.</param>
    /// <param name="columnTitle">The meaning of columns.</param>
    /// <param name="rows">The names of the rows.</param>
    /// <param name="columns">The names of the columns.</param>
    /// <param name="share">Returns the value for a row and a column, 0 to 1.</param>
    public static string Draw(
        string title, string rowTitle, string columnTitle, IReadOnlyList<string> rows, IReadOnlyList<string> columns,
            Func<int, int, double> share)
    {
        var isAbove = rows.Max(name => name.Length) > LongestBesideRow;
        var left = isAbove ? 8 : (rows.Max(name => name.Length) * CharacterWidth) + 8;
        var cell = Math.Clamp((Svg.PhoneWidth - left) / columns.Count, NarrowestCell, WidestCell);
        var top = 34 + (columns.Max(name => name.Length) * CharacterWidth);
        var pitch = isAbove ? CellHeight + LineHeight : CellHeight;
        var svg = new Svg(Math.Max(left + (columns.Count * cell) + 2, Svg.PhoneWidth), top + (rows.Count * pitch) + 8, title);
        svg.Text(2, 16, $"rows: {rowTitle}; columns: {columnTitle}; %", TextAnchor.Start, Palette.Quiet, 12);
        foreach (var (column, name) in columns.Index())
        {
            svg.UprightText(left + (column * cell) + (cell / 2) + 4, top - 6, name, size: 12);
        }

        foreach (var (row, name) in rows.Index())
        {
            var y = top + (row * pitch);
            svg.Text(isAbove ? left : left - 6, y + (isAbove ? 14 : 16), name, isAbove ? TextAnchor.Start : TextAnchor.End, Palette.Ink,
                12);
            for (var column = 0; column < columns.Count; column++)
            {
                Cell(svg, left + (column * cell), isAbove ? y + LineHeight : y, cell, share(row, column));
            }
        }

        return svg.ToString();
    }

    private static void Cell(Svg svg, int x, int y, int width, double value) =>
        HeatCell.Draw(svg, x, y, width, CellHeight, value, value >= ShownFrom ? $"{value * 100:0}" : "");
}
