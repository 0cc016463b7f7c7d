using MicroGenre.Drawing;

namespace MicroGenre.Evaluation.Reports.Charts;

/// <summary>
/// Draws the accuracies of rows by both protocols as two dots with the distance between them, and published accuracies as marks. Where
/// genres are missing from the artist-aware one, the distance means nothing: there is no line, and the dot is small.
/// </summary>
internal static class ProtocolChart
{
    private const int Margin = 10;
    private const int Width = Svg.PhoneWidth - (2 * Margin);
    private const int RowHeight = 34;
    private const int Top = 86;
    private const int LongestName = 44;
    private const int Radius = 5;
    private const int SmallRadius = 3;

    public static string Draw(IReadOnlyList<SummaryRow> rows)
    {
        var bottom = Top + (rows.Count * RowHeight);
        var svg = new Svg(Svg.PhoneWidth, bottom + 44, "Accuracy of each method: published, by the paper's protocol, and artist-aware");
        for (var percent = 0; percent <= 100; percent += 20)
        {
            svg.Line(X(percent / 100.0), Top - 4, X(percent / 100.0), bottom, Palette.Grid);
            svg.Text(X(percent / 100.0), bottom + 16, $"{percent}", TextAnchor.Middle, Palette.Ink, 12);
        }

        svg.Text(Svg.PhoneWidth / 2.0, bottom + 36, "accuracy, %", TextAnchor.Middle, Palette.Quiet);
        svg.Circle(Margin + Radius, 12, Radius, Palette.Fill);
        svg.Text(Margin + 18, 17, "no artist on both sides");
        svg.Circle(Margin + Radius, 32, Radius, Palette.Ink);
        svg.Text(Margin + 18, 37, "the paper's protocol");
        svg.Line(Margin + 200, 22, Margin + 200, 42, Palette.Mark, 3);
        svg.Text(Margin + 208, 37, "published");
        svg.Circle(Margin + Radius, 52, SmallRadius, Palette.Fill);
        svg.Text(Margin + 18, 57, "no artist on both sides, nor every genre");
        foreach (var (i, row) in rows.Index())
        {
            Draw(svg, row, Top + (i * RowHeight));
        }

        return svg.ToString();
    }

    private static void Draw(Svg svg, SummaryRow row, int y)
    {
        svg.Text(Margin, y + 12, row.Name.Length > LongestName ? $"{row.Name[..(LongestName - 1)]}…" : row.Name, size: 12);
        var middle = y + 22;
        if (row is { Paper: { } paper, ArtistAware: { } aware, HasAllGenres: true })
        {
            svg.Line(X(aware), middle, X(paper), middle, Palette.Ink, 2);
        }

        Dot(row.Paper, Palette.Ink, Radius);
        Dot(row.ArtistAware, Palette.Fill, row.HasAllGenres ? Radius : SmallRadius);
        if (row.Published is { } published)
        {
            svg.Line(X(published), middle - 8, X(published), middle + 8, Palette.Mark, 3);
        }

        void Dot(double? value, string colour, int radius)
        {
            if (value is { } known)
            {
                svg.Circle(X(known), middle, radius, colour, $"{row.Name}: {SuiteFigures.Percent(known)}");
            }
        }
    }

    private static double X(double share) => Margin + (share * Width);
}
