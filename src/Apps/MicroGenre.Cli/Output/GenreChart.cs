using MicroGenre.Cli.Audio;

namespace MicroGenre.Cli.Output;

/// <summary>Formats genres with percentages and bars.</summary>
internal static class GenreChart
{
    private const int BarWidth = 40;
    private const char FullBlock = '█';

    // One to seven eighths of a character.
    private const string PartialBlocks = "▏▎▍▌▋▊▉";

    /// <summary>One line per genre: name, percentage, bar.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<GenreProbability> genres)
    {
        var width = genres.Max(genre => genre.Name.Length);
        return genres.Select(
            genre => $"  {genre.Name.PadRight(width)}  {genre.Probability * 100,5:0.0} %  {Bar(genre.Probability, BarWidth)}".TrimEnd());
    }

    /// <summary>Draws a bar for a share of the width, accurate to an eighth of a character.</summary>
    public static string Bar(double share, int width)
    {
        var eighths = (int)Math.Round(Math.Clamp(share, 0, 1) * width * 8);
        var rest = eighths % 8;
        return new string(FullBlock, eighths / 8) + (rest > 0 ? PartialBlocks[rest - 1] : "");
    }
}
