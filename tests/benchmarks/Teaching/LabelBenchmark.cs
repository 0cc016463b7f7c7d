namespace MicroGenre.Benchmarks.Teaching;

/// <summary>
/// What labels are worth, simulated on one list of tracks that lie in the space of a model that learnt from the other list: how many it
/// takes, and how wrong ones are found.
/// </summary>
internal static class LabelBenchmark
{
    public static int Run(string[] args)
    {
        var options = Options.Read(args, "--draws", "--docs");
        var draws = options.Number("--draws", 4);
        List<LocatedList> lists = [.. LocatedList.ReadBoth()];
        var needed = lists.Select(list => LabelCurves.Measure(list, draws)).ToList();
        var found = lists.Select(list => PlantedErrors.Measure(list, draws * 5)).ToList();
        BenchmarkTable[] tables =
        [
            new($"Labels to 90 % of the accuracy with all labels, {draws} draws of 5 folds without a common artist",
                ["tracks", "accuracy with all labels", "90 % of it", "labels at random", "labels as suggested", "fewer"],
                [
                    .. lists.Zip(needed, (list, need) => (string[])[
                        list.Name, $"{need.Full:0.000}", $"{need.Goal:0.000}", $"{need.Random:0}", $"{need.Suggested:0}",
                        $"{(1 - (need.Suggested / need.Random)) * 100:0} %"]),
                    ["both", "", "", $"{needed.Sum(need => need.Random):0}", $"{needed.Sum(need => need.Suggested):0}",
                        $"{(1 - (needed.Sum(need => need.Suggested) / needed.Sum(need => need.Random))) * 100:0} %"],
                ]),
            new($"5 % of labels made wrong, {draws * 5} draws",
                ["tracks", "wrong labels", "precision where half of them are found", "where 80 % are found"],
                [.. lists.Zip(found, (list, errors) => (string[])[
                    list.Name, $"{errors.Planted}", $"{errors.AtHalf:0.00}", $"{errors.AtFourFifths:0.00}"])]),
        ];
        Console.WriteLine(string.Join('\n', tables.Select(table => table.ToMarkdown())));
        if (options["--docs"] is { } page)
        {
            MeasuredSection.Replace(page, "measured labels", tables);
        }

        return 0;
    }
}
