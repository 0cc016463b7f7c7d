using System.Globalization;
using System.Security;
using System.Text;

namespace MicroGenre.Cli.Demo;

/// <summary>
/// Draws genres over time as an SVG picture: a row for each genre, a column for each stretch, the darker the more probable. One hue from light to
/// dark reads the same in print and to every kind of colour vision; cells that matter also say their percentage.
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

    /// <summary>The picture.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="labels">The genres.</param>
    /// <param name="slices">The stretches, one after the other.</param>
    /// <param name="parts">What is played in equal shares of the time, from the start.</param>
    public static string Draw(string title, IReadOnlyList<string> labels, IReadOnlyList<GenreSlice> slices, IReadOnlyList<string> parts)
    {
        var (width, height) = (Left + (slices.Count * CellWidth) + Right, Top + (labels.Count * CellHeight) + Bottom);
        var svg = new StringBuilder();
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" font-family="system-ui, sans-serif" font-size="13">""");
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<title>{SecurityElement.Escape(title)}</title><rect width="100%" height="100%" fill="#ffffff"/>""");
        svg.AppendLine(Text(Left, 24, title, "start", "#1a1a1a", """ font-size="16" font-weight="600" """));
        Parts(svg, slices.Count, parts);
        for (var row = 0; row < labels.Count; row++)
        {
            svg.AppendLine(Text(Left - 8, Top + (row * CellHeight) + 18, labels[row], "end", "#1a1a1a"));
            for (var column = 0; column < slices.Count; column++)
            {
                Cell(svg, row, column, slices[column].Probabilities[row]);
            }
        }

        Axis(svg, labels.Count, slices);
        return svg.AppendLine("</svg>").ToString();
    }

    private static void Parts(StringBuilder svg, int columns, IReadOnlyList<string> parts)
    {
        var width = columns * CellWidth / parts.Count;
        for (var i = 0; i < parts.Count; i++)
        {
            var lines = Wrap(parts[i]);
            for (var line = 0; line < lines.Count; line++)
            {
                var y = Top - 16 - ((lines.Count - 1 - line) * LineHeight);
                svg.AppendLine(Text(Left + (i * width) + (width / 2), y, lines[line], "middle", "#444444", """ font-size="11" """));
            }

            svg.AppendLine(CultureInfo.InvariantCulture, $"""<path d="M{Left + (i * width) + 3} {Top - 8}h{width - 6}" stroke="#888888" stroke-width="1.5"/>""");
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

    private static void Cell(StringBuilder svg, int row, int column, float probability)
    {
        var (x, y) = (Left + (column * CellWidth), Top + (row * CellHeight));
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<rect x="{x}" y="{y}" width="{CellWidth - 1}" height="{CellHeight - 1}" fill="{Shade(probability)}"/>""");
        if (probability >= ShownFrom)
        {
            svg.AppendLine(Text(x + (CellWidth / 2), y + 17, $"{probability * 100:0} %", "middle", probability > 0.45 ? "#ffffff" : "#1a1a1a", """ font-size="11" """));
        }
    }

    private static void Axis(StringBuilder svg, int rows, IReadOnlyList<GenreSlice> slices)
    {
        var y = Top + (rows * CellHeight) + 18;
        for (var i = 0; i <= slices.Count; i += 2)
        {
            var seconds = i < slices.Count ? slices[i].Start : slices[^1].Start + slices[^1].Seconds;
            svg.AppendLine(Text(Left + (i * CellWidth), y, $"{seconds:0}", "middle", "#1a1a1a"));
        }

        svg.AppendLine(Text(Left + (slices.Count * CellWidth / 2), y + 24, "time, s (each cell: probability that the model gives the genre)", "middle", "#444444"));
    }

    private static string Text(int x, int y, string text, string anchor, string colour, string more = "") => string.Create(
        CultureInfo.InvariantCulture, $"""<text x="{x}" y="{y}" text-anchor="{anchor}" fill="{colour}"{more.TrimEnd()}>{SecurityElement.Escape(text)}</text>""");

    // From a light grey to a dark blue.
    private static string Shade(float probability)
    {
        var share = Math.Clamp(probability, 0, 1);
        return $"#{Mix(0xF2, 0x0B, share):X2}{Mix(0xF4, 0x3C, share):X2}{Mix(0xF7, 0x78, share):X2}";
    }

    private static int Mix(int from, int to, float share) => (int)Math.Round(from + ((to - from) * share));
}
