using MicroGenre.Benchmarks.Accuracy;
using MicroGenre.Learning;

namespace MicroGenre.Benchmarks.Explanations;

/// <summary>Whether explanations say what the model goes by, by models that never heard a track's artist, and what they cost.</summary>
internal static class ExplainBenchmark
{
    private const int Folds = 5;
    private const int Draw = 1;

    public static int Run(string[] args)
    {
        var options = Options.Read(args, "--tracks", "--cues", "--rounds", "--threads", "--docs");
        var ruler = new Ruler(Folds, options.Number("--threads", 1));
        using var models = new FoldedModels(ruler, RecipeCatalog.Find("textures-and-modulations"), Draw);
        BenchmarkTable[] tables =
        [
            DeletionCurves.Measure(models, options.Number("--tracks", 200)),
            SumsOfParts.Measure(models, options.Number("--tracks", 200)),
            PlantedCues.Measure(models, options.Number("--cues", 400)),
            ExplanationCost.Measure(options.Number("--rounds", 3)),
        ];
        Console.WriteLine(string.Join('\n', tables.Select(table => table.ToMarkdown())));
        if (options["--docs"] is { } page)
        {
            MeasuredSection.Replace(page, "explain", tables);
        }

        return 0;
    }
}
