using System.Globalization;
using MicroGenre.Drawing;
using MicroGenre.Signal;

namespace MicroGenre.Learning;

/// <summary>
/// Draws an explanation as an SVG picture: the track's spectrogram in grey, over it in orange what speaks for the genre and in blue what
/// speaks against it.
/// </summary>
/// <example><code>
/// static void Draw(GenreModel model, FeatureMatrix features) =>
///     File.WriteAllText("why.svg", ExplanationPicture.ToSvg(model.Explain(features).Explanation, "Rock", features));
/// </code></example>
public static class ExplanationPicture
{
    private const int Left = 72;
    private const int Top = 52;
    private const int Width = 720;
    private const int Height = 288;
    private const int Bottom = 64;
    private const int Right = 16;
    private const int MostColumns = 720;
    private const double DarkestShare = 0.25;

    // Of the largest contributions few are seen if the very largest alone has the full colour.
    private const double FullColour = 0.98;

    private static readonly Rgb For = new(0xD5, 0x5E, 0x00);
    private static readonly Rgb Against = new(0x00, 0x72, 0xB2);

    /// <summary>The picture.</summary>
    /// <param name="explanation">What to draw.</param>
    /// <param name="genre">What the genre is called.</param>
    /// <param name="spectrogram">The features that were explained, <c>[rows, frames]</c>; without them, contributions stand on
    /// grey.</param>
    public static string ToSvg(Explanation explanation, string genre, FeatureMatrix? spectrogram = null)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        var seconds = explanation.Contributions.Max(part => part.End);
        double[] edges = [.. explanation.Contributions.Select(part => part.LowHertz).Distinct().Order(),
            explanation.Contributions.Max(part => part.HighHertz)];
        var title = string.Create(
            CultureInfo.InvariantCulture, $"Why {genre}: {explanation.Logit:0.00} above the mean of all genres (logit)");
        var svg = new Svg(Left + Width + Right, Top + Height + Bottom, title);
        svg.Text(Left, 22, title, size: 16, bold: true);
        svg.Rectangle(Left, 32, 12, 12, For);
        svg.Text(Left + 18, 43, "speaks for it");
        svg.Rectangle(Left + 120, 32, 12, 12, Against);
        svg.Text(Left + 138, 43, "speaks against it");
        svg.Image(Left, Top, Width, Height, Paint(explanation, edges, seconds, spectrogram));
        svg.Frame(Left, Top, Width, Height, thickness: 1);
        svg.HorizontalAxis(Left, Top + Height, Width, Axis.Time(seconds, 10));
        svg.VerticalAxis(Left, Top, Height, new Axis("frequency (Hz)", [.. Enumerable.Range(0, edges.Length)
            .Where(edge => edges.Length < 8 || edge % 2 == 0)
            .Select(edge => new Tick(1 - (edge / (edges.Length - 1.0)), edges[edge].ToString("0", CultureInfo.InvariantCulture)))]));
        return svg.ToString();
    }

    private static RgbImage Paint(Explanation explanation, double[] edges, double seconds, FeatureMatrix? spectrogram)
    {
        double[] starts = [.. explanation.Contributions.Select(part => part.Start).Distinct().Order()];
        var sums = explanation.Contributions.GroupBy(part => (part.Start, part.LowHertz))
            .ToDictionary(cell => cell.Key, cell => cell.Sum(part => part.Value));
        double[] sizes = [.. sums.Values.Select(Math.Abs).Order()];
        var full = Math.Max(sizes[(int)(FullColour * (sizes.Length - 1))], double.Epsilon);
        var columns = Math.Min(MostColumns, spectrogram?.Frames ?? starts.Length);
        var bands = edges.Length - 1;
        var rows = Math.Max(spectrogram?.Rows ?? bands, bands);
        var image = new RgbImage(columns, rows);
        var loudest = spectrogram is null ? 0 : spectrogram.Values.Max();
        var quietest = spectrogram is null ? 0 : spectrogram.Values.Min();
        for (var x = 0; x < columns; x++)
        {
            var start = starts.Last(place => place <= x * seconds / columns);
            for (var y = 0; y < rows; y++)
            {
                var row = rows - 1 - y;
                var level = spectrogram is null || loudest == quietest ? DarkestShare
                    : (spectrogram[row * spectrogram.Rows / rows, (int)((long)x * spectrogram.Frames / columns)] - quietest)
                        / (loudest - quietest);
                var grey = (byte)Math.Round(255 * (1 - (level * (1 - DarkestShare))));
                var sum = sums[(start, edges[row * bands / rows])];
                var colour = new Rgb(grey, grey, grey).Towards(sum > 0 ? For : Against, 0.8 * Math.Min(1, Math.Abs(sum) / full));
                var pixel = image.At(x, y);
                (pixel[0], pixel[1], pixel[2]) = (colour.Red, colour.Green, colour.Blue);
            }
        }

        return image;
    }
}
