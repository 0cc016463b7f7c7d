using MicroGenre.Benchmarks.Accuracy;
using MicroGenre.Learning;

namespace MicroGenre.Benchmarks.Conformal;

/// <summary>
/// Whether sets of genres hold what they promise about artists that neither the model nor the sets have heard, and what may be left
/// unanswered for fewer errors.
/// </summary>
internal static class ConformalBenchmark
{
    private const int Draws = 10;
    private const int Folds = 5;
    private const double LearntShare = 0.8;
    private const double ShippedCoverage = ConformalSets.DefaultCoverage;
    private static readonly double[] Coverages = [0.8, 0.85, 0.9, 0.95];
    private static readonly double[] AnsweredShares = [1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2];

    public static int Run(string[] args)
    {
        var options = Options.Read(args, "--splits", "--threads", "--docs");
        var (splits, threads) = (options.Number("--splits", 200), options.Number("--threads", 1));
        var ruler = new Ruler(Folds, threads);
        var recipe = RecipeCatalog.Find("textures-and-modulations");
        List<Answers> draws = [.. Enumerable.Range(1, Draws).Select(draw => ruler.CrossValidate(recipe, draw))];
        List<Split> all = [.. Enumerable.Range(0, splits).Select(i => Split.Of(ruler, draws[i % Draws], LearntShare, seed: i + 1))];
        BenchmarkTable[] tables = [Promises(all), ByGenre(ruler, all), Risks(draws)];
        Console.WriteLine(string.Join('\n', tables.Select(table => table.ToMarkdown())));
        if (options["--docs"] is { } page)
        {
            MeasuredSection.Replace(page, "conformal", tables);
        }

        return 0;
    }

    private static BenchmarkTable Promises(List<Split> splits) => new(
        $"{splits.Count} splits without a common artist: {LearntShare:0 %} of artists to learn from, the others asked",
        ["promised", "genre in its set", "middle 90 % of splits", "mean of genres", "genres in a set", "one genre", "right of these",
            "no genre"],
        [.. Coverages.Select(coverage =>
        {
            var asked = splits.Select(split => split.At(coverage)).ToList();
            var all = asked.SelectMany(split => split).ToList();
            double[] shares = [.. asked.Select(split => split.Average(set => set.Holds ? 1.0 : 0)).Order()];
            var single = all.Where(set => set.Size == 1).ToList();
            return (string[])[
                $"{coverage:0 %}",
                $"{shares.Average():0.0 %}",
                $"{shares[shares.Length / 20]:0.0 %} to {shares[shares.Length - 1 - (shares.Length / 20)]:0.0 %}",
                $"{all.GroupBy(set => set.Genre).Average(genre => genre.Average(set => set.Holds ? 1.0 : 0)):0.0 %}",
                $"{all.Average(set => set.Size):0.00}",
                $"{single.Count / (double)all.Count:0.0 %}",
                $"{single.Average(set => set.Holds ? 1.0 : 0):0.0 %}",
                $"{all.Average(set => set.Size == 0 ? 1.0 : 0):0.0 %}"];
        })]);

    private static BenchmarkTable ByGenre(Ruler ruler, List<Split> splits)
    {
        var sets = splits.SelectMany(split => split.At(ShippedCoverage)).ToLookup(set => set.Genre);
        return new BenchmarkTable(
            $"By genre, {ShippedCoverage:0 %} promised",
            ["", .. ruler.Genres],
            [
                ["artists", .. ruler.Genres.Select((_, genre) => $"{ruler.Artists.Where((_, track) => ruler.Actual[track] == genre)
                    .Distinct(StringComparer.Ordinal).Count()}")],
                ["genre in its set", .. ruler.Genres.Select((_, genre) => $"{sets[genre].Average(set => set.Holds ? 1.0 : 0):0 %}")],
                ["genres in a set", .. ruler.Genres.Select((_, genre) => $"{sets[genre].Average(set => set.Size):0.0}")],
            ]);
    }

    private static BenchmarkTable Risks(List<Answers> draws)
    {
        var answers = draws.SelectMany(draw => draw.Hits.Zip(draw.Probabilities, (hit, row) => (Hit: hit, Top: row.Max())))
            .OrderByDescending(answer => answer.Top).ToList();
        return new BenchmarkTable(
            $"Errors among the surest answers, {draws.Count} draws of {Folds} folds without a common artist",
            ["answered", .. AnsweredShares.Select(share => $"{share:0 %}")],
            [
                ["wrong", .. AnsweredShares.Select(share =>
                    $"{1 - answers.Take((int)(share * answers.Count)).Average(answer => answer.Hit):0.0 %}")],
                ["least probability", .. AnsweredShares.Select(share => $"{answers[(int)(share * answers.Count) - 1].Top:0.00}")],
            ]);
    }
}
