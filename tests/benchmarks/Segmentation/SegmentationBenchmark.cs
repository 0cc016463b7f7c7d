using System.Text;
using System.Text.Json;
using MicroGenre.Testing;

namespace MicroGenre.Benchmarks.Segmentation;

/// <summary>
/// <c>bench segmentation [--json FILE] [--docs FILE]</c>: how fast segmentation is, and how well it finds the parts of real tracks.
/// <c>--docs</c> puts the tables in the place of those that a page has between its two markers.
/// </summary>
internal static class SegmentationBenchmark
{
    private const string BeginMarker = "<!-- measured: begin -->";
    private const string EndMarker = "<!-- measured: end -->";

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
            ReplaceMeasured(docs, string.Join('\n', tables.Select(table => table.ToMarkdown())));
        }

        return 0;
    }

    private static string? OptionOf(string[] args, string name)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
    }

    private static void ReplaceMeasured(string path, string tables)
    {
        var page = File.ReadAllText(path);
        var begin = page.IndexOf(BeginMarker, StringComparison.Ordinal) + BeginMarker.Length;
        var end = page.IndexOf(EndMarker, StringComparison.Ordinal);
        File.WriteAllText(path, new StringBuilder().Append(page, 0, begin).Append("\n\n").Append(tables).Append('\n')
            .Append(page, end, page.Length - end).ToString());
    }
}
