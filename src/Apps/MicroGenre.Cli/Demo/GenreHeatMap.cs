using MicroGenre.Drawing;
using MicroGenre.Learning;

namespace MicroGenre.Cli.Demo;

/// <summary>
/// Draws genres over time as an SVG heatmap: a row for each genre, a column for each section; more probable genres are darker.
/// </summary>
internal static class GenreHeatMap
{
    private const int Left = 92;
    private const int Top = 96;
    private const int CellWidth = 52;
    private const int CellHeight = 26;
    private const int Bottom = 58;
    private const int Right = 16;
    private const int LineHeight = 14;
    private const int LineLength = 17;
    private const double ShownFrom = 0.1;

    /// <summary>Draws the heatmap.</summary>
    /// <param name="title">The title.</param>
    /// <param name="labels">The genres.</param>
    /// <param name="slices">The sections, in order.</param>
    /// <param name="parts">The names of the parts that are played, in equal shares of the time.</param>
    public static string Draw(string title, IReadOnlyList<string> labels, IReadOnlyList<GenreSlice> slices, IReadOnlyList<string> parts)
    {
        var (width, height) = (Left + (slices.Count * CellWidth) + Right, Top + (labels.Count * CellHeight) + Bottom);
        var svg = new Svg(width, height, title);
        svg.Text(Left, 24, title, size: 16, bold: true);
        Parts(svg, slices.Count, parts);
        for (var row = 0; row < labels.Count; row++)
        {
            svg.Text(Left - 8, Top + (row * CellHeight) + 18, labels[row], TextAnchor.End);
            for (var column = 0; column < slices.Count; column++)
            {
                Cell(svg, row, column, slices[column].Probabilities[row]);
            }
        }

        TimeAxis(svg, labels.Count, slices);
        return svg.ToString();
    }

    private static void Parts(Svg svg, int columns, IReadOnlyList<string> parts)
    {
        var width = columns * CellWidth / parts.Count;
        for (var i = 0; i < parts.Count; i++)
        {
            var lines = Wrap(parts[i]);
            for (var line = 0; line < lines.Count; line++)
            {
                var y = Top - 16 - ((lines.Count - 1 - line) * LineHeight);
                svg.Text(Left + (i * width) + (width / 2), y, lines[line], TextAnchor.Middle, Palette.Quiet, 11);
            }

            svg.Line(Left + (i * width) + 3, Top - 8, Left + ((i + 1) * width) - 3, Top - 8, Palette.Quiet, 1.5);
        }
    }

    private static List<string> Wrap(string text)
    {
        var lines = new List<string>();
        foreach (var word in text.Split(' '))
        {
            if (lines.Count > 0 && lines[^1].Length + word.Length < LineLength)
            {
                lines[^1] += $" {word}";
            }
            else
            {
                lines.Add(word);
            }
        }

        return lines;
    }

    private static void Cell(Svg svg, int row, int column, float probability) => HeatCell.Draw(
        svg, Left + (column * CellWidth), Top + (row * CellHeight), CellWidth, CellHeight, probability,
            probability >= ShownFrom ? $"{probability * 100:0} %" : "");

    private static void TimeAxis(Svg svg, int rows, IReadOnlyList<GenreSlice> slices)
    {
        var y = Top + (rows * CellHeight) + 18;
        for (var i = 0; i <= slices.Count; i += 2)
        {
            var seconds = i < slices.Count ? slices[i].Start : slices[^1].Start + slices[^1].Seconds;
            svg.Text(Left + (i * CellWidth), y, $"{seconds:0}", TextAnchor.Middle);
        }

        svg.Text(
            Left + (slices.Count * CellWidth / 2), y + 24, "time, s (each cell: probability that the model gives the genre)",
                TextAnchor.Middle, Palette.Quiet);
    }
}
