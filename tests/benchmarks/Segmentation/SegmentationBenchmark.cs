using System.Text.Json;
using MicroGenre.Testing;

namespace MicroGenre.Benchmarks.Segmentation;

/// <summary>
/// <c>bench segmentation [--json FILE] [--docs FILE]</c>: how fast segmentation is, and how well it finds the parts of real tracks.
/// <c>--docs</c> puts the tables in the place of those that a page has between its two markers.
/// </summary>
internal static class SegmentationBenchmark
{
    public static int Run(string[] args)
    {
        if (SharedData.Root is null)
        {
            Console.Error.WriteLine("bench segmentation: needs the tracks in ../shared/data/gtzan-audio");
            return 1;
        }

        var music = Concatenations.Load(SharedData.PathOf("data", "gtzan-audio"));
        var tables = new List<BenchmarkTable>();
        foreach (var measure in new Func<BenchmarkTable>[]
        {
            () => SegmentationSpeed.OfPhases(music),
            () => SegmentationSpeed.OfLongMix(music),
            () => SegmentationQuality.OfPresets(music),
            () => SegmentationQuality.OfReturning(music),
            () => SegmentationQuality.OfForms(music),
            () => SegmentationQuality.OfSettings(music),
        })
        {
            tables.Add(measure());
            Console.WriteLine(tables[^1].ToMarkdown());
        }

        if (OptionOf(args, "--json") is { } json)
        {
            File.WriteAllText(json, JsonSerializer.Serialize(tables));
        }

        if (OptionOf(args, "--docs") is { } docs)
        {
            MeasuredSection.Replace(docs, "measured", tables);
        }

        return 0;
    }

    private static string? OptionOf(string[] args, string name)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
    }
}
