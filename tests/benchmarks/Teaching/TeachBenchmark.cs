using MicroGenre.Benchmarks.Accuracy;
using MicroGenre.Learning;

namespace MicroGenre.Benchmarks.Teaching;

/// <summary>
/// A genre is left out, a model is trained on the others, and is then taught the genre by a few examples: how well that does, beside
/// training from scratch on the same tracks. No artist is both among the tracks that are learnt from and among those that are asked.
/// </summary>
internal static class TeachBenchmark
{
    private const int Folds = 5;
    private static readonly int[] Counts = [1, 3, 5, 10, 20];

    public static int Run(string[] args)
    {
        var options = Options.Read(args, "--draws", "--threads", "--docs");
        var (draws, threads) = (options.Number("--draws", 2), options.Number("--threads", 1));
        var ruler = new Ruler(Folds, threads: 1);
        var recipe = RecipeCatalog.Find("textures-and-modulations");
        var (genres, parts) = (ruler.Genres.Count, new CurvePoint[draws * ruler.Genres.Count][]);
        Parallel.For(0, parts.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, part =>
        {
            parts[part] = [.. LeftOut.Measure(ruler, recipe, 1 + (part / genres), part % genres, Counts)];
            Console.WriteLine($"draw {1 + (part / genres)}: {ruler.Genres[part % genres]}");
        });
        List<CurvePoint> curves = [.. parts.SelectMany(points => points)];

        BenchmarkTable[] tables = [Curves(curves, draws), Speed(curves)];
        Console.WriteLine(string.Join('\n', tables.Select(table => table.ToMarkdown())));
        if (options["--docs"] is { } page)
        {
            MeasuredSection.Replace(page, "measured teaching", tables);
        }

        return 0;
    }

    private static BenchmarkTable Curves(List<CurvePoint> curves, int draws) => new(
        $"Each of ten genres left out, draws of tracks: {draws}",
        ["examples", "taught: accuracy, ten genres", "recall of the new genre", "other tracks taken for it", "log loss",
            "from scratch: accuracy, ten genres", "recall of the new genre", "other tracks taken for it", "log loss"],
        [.. curves.GroupBy(point => point.Examples).Select(points => (string[])[
            $"{points.Key}", .. Cells([.. points.Select(point => point.Taught)]), .. Cells([.. points.Select(point => point.Scratch)])])]);

    private static BenchmarkTable Speed(List<CurvePoint> curves) => new(
        "Teaching a model of nine genres a tenth",
        ["what", "value"],
        [
            [
                "teaching by ten examples whose places are known, median",
                $"{Median(At10(curves, point => point.TaughtSeconds)) * 1000:0.0} ms",
            ],
            ["training from scratch, vectors known, median", $"{Median(At10(curves, point => point.ScratchSeconds)):0.0} s"],
            ["largest change of another genre's score", $"{curves.Max(point => point.LargestChange):0.0e0}"],
        ]);

    private static string[] Cells(List<NewGenreScores> scores) =>
    [
        $"{scores.Average(score => score.Accuracy):0.000}", $"{scores.Average(score => score.Recall):0.00}",
        $"{scores.Average(score => score.FalseShare) * 100:0.0} %", $"{scores.Average(score => score.LogLoss):0.00}",
    ];

    private static double Median(IEnumerable<double> values) => values.Order().ToArray() is var sorted ? sorted[sorted.Length / 2] : 0;

    private static IEnumerable<double> At10(List<CurvePoint> curves, Func<CurvePoint, double> of) =>
        curves.Where(point => point.Examples == 10).Select(of);
}
