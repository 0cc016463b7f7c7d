using System.Text.Json;
using MicroGenre.Collections.Store;
using MicroGenre.Learning;
using MicroGenre.Signal;

namespace MicroGenre.Collections.Analysis;

/// <summary>
/// The tempi of genres, by annotated tracks (<c>microgenre bench music --fit FILE</c> makes the file that is embedded here). What a genre's
/// tempo is as a rule tells its half and double apart.
/// </summary>
internal static class TempoPriors
{
    private static readonly Dictionary<string, TempoRange> ByGenre = Read();

    /// <summary>What to expect of a track of these genres; of genres whose tempi are not known nothing but the usual is expected.</summary>
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
