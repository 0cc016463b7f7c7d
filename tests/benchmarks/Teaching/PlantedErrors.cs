using MicroGenre.Learning;

namespace MicroGenre.Benchmarks.Teaching;

/// <summary>How wrong labels that were planted among right ones are found.</summary>
/// <param name="Planted">How many were planted.</param>
/// <param name="AtHalf">Precision of the shortest list that holds half of them, mean of all draws.</param>
/// <param name="AtFourFifths">That of the shortest list that holds 80 %.</param>
internal sealed record PlantedErrors(int Planted, double AtHalf, double AtFourFifths)
{
    private const double Share = 0.05;

    public static PlantedErrors Measure(LocatedList list, int draws)
    {
        var genres = list.Genres.Distinct().Order(StringComparer.Ordinal).ToArray();
        var planted = (int)Math.Round(Share * list.Count);
        var precisions = Enumerable.Range(1, draws).Select(draw =>
        {
            var random = new SeededRandom(draw);
            var wrong = random.Permutation(list.Count).Take(planted).ToHashSet();
            string[] labels = [.. list.Genres.Select((genre, track) => !wrong.Contains(track) ? genre
                : genres[(Array.IndexOf(genres, genre) + 1 + random.Next(genres.Length - 1)) % genres.Length])];
            var order = LabelErrors.Find(list.Places, labels, seed: draw).Select(error => wrong.Contains(error.Track)).ToList();
            return (Half: Precision(order, planted, 0.5), FourFifths: Precision(order, planted, 0.8));
        }).ToList();
        return new PlantedErrors(planted, precisions.Average(pair => pair.Half), precisions.Average(pair => pair.FourFifths));
    }

    // 0 where so many are not found at all.
    private static double Precision(List<bool> order, int planted, double recall)
    {
        var (found, wanted) = (0, (int)Math.Ceiling(recall * planted));
        for (var i = 0; i < order.Count; i++)
        {
            if (order[i] && ++found == wanted)
            {
                return (double)found / (i + 1);
            }
        }

        return 0;
    }
}
