using System.Globalization;

namespace MicroGenre.Evaluation.Reports.Charts;

/// <summary>A line of a <see cref="LineChart"/>.</summary>
/// <param name="Name">What it shows; empty when the axis says so already.</param>
/// <param name="Points">Its points, by ascending x.</param>
internal sealed record Series(string Name, IReadOnlyList<(double X, double Y)> Points);

/// <summary>One or two lines, or dots where there is but one point, over a common axis; the second is dashed, too, so that it can be told without its colour.</summary>
internal static class LineChart
{
    private const int Left = 48;
    private const int Right = Svg.PhoneWidth - 14;
    private const int Top = 46;
    private const int Height = 170;
    private const int Ticks = 4;
    private static readonly string[] Colours = [Svg.Fill, Svg.Mark];

    /// <summary>The picture.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="xTitle">What the horizontal axis counts.</param>
    /// <param name="yTitle">What the vertical axis is, with its unit.</param>
    /// <param name="series">One or two lines, at least one point in all.</param>
    /// <param name="highest">The top of the vertical axis; the greatest value unless told.</param>
    public static string Draw(string title, string xTitle, string yTitle, IReadOnlyList<Series> series, double? highest = null)
    {
        var points = series.SelectMany(line => line.Points).ToList();
        var (from, to) = (points.Min(point => point.X), points.Max(point => point.X));
        var top = highest ?? RoundUp(points.Max(point => point.Y));
        var svg = new Svg(Svg.PhoneWidth, Top + Height + 44, title);
        for (var tick = 0; tick <= Ticks; tick++)
        {
            var share = (double)tick / Ticks;
            svg.Line(Left, Y(share * top), Right, Y(share * top), Svg.Grid);
            svg.Text(Left - 6, Y(share * top) + 4, (share * top).ToString("0.###", CultureInfo.InvariantCulture), "end", Svg.Ink, 12);
        }

        foreach (var x in Enumerable.Range(0, Ticks + 1).Select(tick => Math.Round(from + ((to - from) * tick / Ticks))).Distinct())
        {
            svg.Text(X(x), Top + Height + 17, x.ToString("0", CultureInfo.InvariantCulture), "middle", Svg.Ink, 12);
        }

        svg.Text(2, 16, yTitle, "start", Svg.Quiet);
        svg.Text((Left + Right) / 2.0, Top + Height + 37, xTitle, "middle", Svg.Quiet);
        foreach (var (i, line) in series.Index())
        {
            var isDashed = i > 0;
            if (line.Name.Length > 0)
            {
                svg.Line(Left + (i * 150), 31, Left + (i * 150) + 26, 31, Colours[i], 1.8, isDashed);
                svg.Text(Left + (i * 150) + 32, 35, line.Name);
            }

            if (line.Points is [var only])
            {
                svg.Dot(X(only.X), Y(only.Y), Colours[i]);
            }

            svg.Polyline(line.Points.Select(point => (X(point.X), Y(point.Y))), Colours[i], isDashed);
        }

        return svg.ToString();

        double X(double x) => to > from ? Left + ((x - from) / (to - from) * (Right - Left)) : (Left + Right) / 2.0;

        double Y(double y) => Top + ((1 - (Math.Clamp(y, 0, top) / top)) * Height);
    }

    // To one of 1, 2, 4, 6, 8 with zeros, so that quarters of it are short.
    private static double RoundUp(double value)
    {
        if (!(value > 0) || !double.IsFinite(value))
        {
            return 1;
        }

        var unit = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return new[] { 1.0, 2, 4, 6, 8, 10 }.First(step => step * unit >= value) * unit;
    }
}
