using MicroGenre.Learning;

namespace MicroGenre.Benchmarks.Explanations;

/// <summary>
/// Deletion and insertion (Petsiuk, Das and Saenko, "RISE", 2018): the probability of the predicted genre while parts of the track are
/// flattened, or are all that is not flat, in the order of their contributions, of their energy and of chance.
/// </summary>
internal static class DeletionCurves
{
    private static readonly double[] Shares = [0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8];

    public static BenchmarkTable Measure(FoldedModels models, int count)
    {
        var tracks = models.Some(count).ToList();
        var orders = new[] { "contributions", "energy", "chance" };
        var curves = new double[2, orders.Length, Shares.Length];
        var (whole, flat, random) = (0.0, 0.0, new SeededRandom(1));
        foreach (var track in tracks)
        {
            var (model, features) = (models.For(track), models.Tracks.Tracks[track].Features);
            var (answer, explanation) = model.Explain(features);
            var genre = model.Card.Labels.ToList().IndexOf(explanation.Genre);
            var cells = new Cells(features, model.Card.Recipe.Features, explanation);
            var chance = random.Permutation(cells.Values.Length);
            int[][] ranked = [Descending(cells.Values), Descending(cells.Levels), chance];
            whole += answer.Probabilities[genre] / tracks.Count;
            flat += model.Classify(cells.With([], kept: true))[genre] / tracks.Count;
            for (var kept = 0; kept < 2; kept++)
            {
                for (var order = 0; order < ranked.Length; order++)
                {
                    for (var share = 0; share < Shares.Length; share++)
                    {
                        var changed = cells.With(ranked[order][..(int)Math.Round(Shares[share] * ranked[order].Length)], kept == 1);
                        curves[kept, order, share] += model.Classify(changed)[genre] / tracks.Count;
                    }
                }
            }
        }

        return new BenchmarkTable(
            $"Mean probability of the predicted genre of {tracks.Count} tracks after a share of their parts, {whole:0.000} before and "
            + $"{flat:0.000} with all of them flat",
            ["order", .. Shares.Select(share => $"{share:0 %}"), "mean of the curve"],
            [.. from kept in Enumerable.Range(0, 2)
                from order in Enumerable.Range(0, orders.Length)
                let curve = Enumerable.Range(0, Shares.Length).Select(share => curves[kept, order, share]).ToArray()
                select (string[])[$"{(kept == 0 ? "deleted" : "inserted")}: {orders[order]}",
                    .. curve.Select(value => $"{value:0.000}"),
                    $"{Area(kept == 0 ? whole : flat, curve, kept == 0 ? flat : whole):0.000}"]]);
    }

    private static int[] Descending(double[] values) => [.. Enumerable.Range(0, values.Length).OrderByDescending(cell => values[cell])];

    // By the trapezoidal rule, from no part to all.
    private static double Area(double first, double[] curve, double last)
    {
        double[] places = [0, .. Shares, 1];
        double[] values = [first, .. curve, last];
        return Enumerable.Range(1, values.Length - 1).Sum(i => (places[i] - places[i - 1]) * (values[i] + values[i - 1]) / 2);
    }
}
