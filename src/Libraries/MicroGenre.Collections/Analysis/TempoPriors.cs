using System.Text.Json;
using MicroGenre.Collections.Store;
using MicroGenre.Learning;
using MicroGenre.Signal;

namespace MicroGenre.Collections.Analysis;

/// <summary>
/// The typical tempi of genres, from annotated tracks, which distinguish a tempo from its half and double. <c>microgenre bench music --fit
/// FILE</c> creates the embedded file.
/// </summary>
internal static class TempoPriors
{
    private static readonly Dictionary<string, TempoRange> ByGenre = Read();

    /// <summary>The prior for a track of these genres. Genres with unknown tempi contribute the default prior.</summary>
    public static TempoPrior Of(IReadOnlyList<GenreShare> genres)
    {
        TempoRange[] parts = [.. genres.Where(genre => genre.Probability > 0 && ByGenre.ContainsKey(genre.Label))
            .Select(genre => ByGenre[genre.Label] with { Weight = genre.Probability })];
        return parts.Length > 0 ? new TempoPrior(parts) : TempoPrior.Default;
    }

    private static Dictionary<string, TempoRange> Read()
    {
        using var stream = typeof(TempoPriors).Assembly.GetManifestResourceStream("tempo-priors.json")!;
        return new Dictionary<string,
            TempoRange>(JsonSerializer.Deserialize<Dictionary<string, TempoRange>>(stream, JsonText.Options)!, GenreName.Comparer);
    }
}
