using System.CommandLine;
using MicroGenre.Cli.Output;
using MicroGenre.DataSets;
using MicroGenre.Learning;
using MicroGenre.Signal.Files;

namespace MicroGenre.Cli.Commands;

/// <summary><c>microgenre data</c>: describes known data sets, and checks, indexes and splits copies of them.</summary>
internal static class DataCommand
{
    private const int ShownOfAKind = 20;

    public static Command Create()
    {
        var command = new ExampleCommand("data", "Describes known data sets; checks, indexes and splits yours.",
            "microgenre data check ~/gtzan") { CreateCheck(), CreateIndex(), SplitCommand.Create() };
        command.SetAction(_ =>
        {
            List();
            return 0;
        });
        return command;
    }

    private static ExampleCommand CreateCheck()
    {
        var folder = Folder();
        var dataSet = DataSet();
        var index = new Option<string?>("--index")
        {
            Description = "Compare with this index, made by 'microgenre data index' from another copy.",
            HelpName = "CSV",
        };
        var json = new Option<bool>("--json") { Description = "Print all findings as one JSON object." };
        var command = new ExampleCommand(
            "check", "Looks for missing, broken, duplicated and odd-length tracks, and known faults.",
                "microgenre data check ~/gtzan") { folder, dataSet, index, json };
        command.SetAction((result, cancellation) => CheckAsync(
            Find(result.GetRequiredValue(folder), result.GetValue(dataSet)), result.GetValue(index), result.GetValue(json), cancellation));
        return command;
    }

    private static ExampleCommand CreateIndex()
    {
        var folder = Folder();
        var dataSet = DataSet();
        var output = new Option<string>("--out") { Description = "The .csv file to write.", HelpName = "CSV", Required = true };
        var command = new ExampleCommand(
            "index", "Lists every track of a data set with the checksum of its file.",
                "microgenre data index ~/gtzan --out gtzan.csv") { folder, dataSet, output };
        command.SetAction((result, cancellation) =>
            IndexAsync(Find(result.GetRequiredValue(folder), result.GetValue(dataSet)), result.GetRequiredValue(output), cancellation));
        return command;
    }

    /// <summary>The argument for the data set's path.</summary>
    public static Argument<string> Folder() => new("dir")
    {
        Description = "The data set's folder, or a .csv file with the columns path and genre.",
        HelpName = "DIR",
    };

    /// <summary>The option for the kind of data set.</summary>
    public static Option<string?> DataSet() =>
        new("--dataset")
        {
            Description = $"Kind of data set: {string.Join(", ", DataSetKinds.Names)}. Default: detected from its files.",
            HelpName = "NAME",
        };

    /// <summary>Opens the data set that the argument and the option name.</summary>
    /// <exception cref="UsageException">The kind of data set is unknown.</exception>
    public static AudioDataSet Find(string folder, string? name) =>
        name is null || DataSetKinds.Names.Contains(name, StringComparer.OrdinalIgnoreCase)
        ? DataSetKinds.Open(folder, name)
        : throw new UsageException($"There is no data set '{name}'; known are: {string.Join(", ", DataSetKinds.Names)}.");

    private static void List()
    {
        var screen = Screen.For(json: false);
        foreach (var facts in DataSetKinds.All)
        {
            screen.WriteLine($"{facts.Name}: {facts.Title}");
            screen.WriteLine($"  size       {facts.Size}");
            screen.WriteLine($"  from       {facts.Source}");
            screen.WriteLine($"  licence    {facts.Licence}");
            screen.WriteLine($"  layout     {facts.Layout}");
            screen.WriteLine($"  reference  {facts.Reference}");
            screen.WriteLine();
        }

        screen.WriteLine("Nothing is downloaded for you. Any other folder with one folder of audio files per genre works, too.");
        screen.WriteLine("Check a copy: microgenre data check DIR");
    }

    private static async Task<int> CheckAsync(AudioDataSet dataSet, string? index, bool json, CancellationToken cancellation)
    {
        var screen = Screen.For(json);
        var known = index is null ? null : DataSetIndex.Read(index);
        var report = await screen.WaitAsync(
            "checking", progress =>
                Task.Run(() => DataSetCheck.Run(dataSet, known, new TrackSteps(progress, "checked"), cancellation), cancellation));
        if (json)
        {
            screen.WriteLine(JsonText.Of(report));
            return 0;
        }

        screen.WriteLine(
            $"{report.DataSet}: {report.Tracks} tracks of {report.Genres.Count} genres, half of them longer than "
            + $"{report.MedianSeconds:0.0} s");
        screen.WriteLine($"  {string.Join(", ", report.Genres.Select(genre => $"{genre.Key} {genre.Value}"))}");
        foreach (var kind in report.Findings.GroupBy(finding => finding.Kind))
        {
            screen.WriteLine();
            screen.WriteLine($"{Title(kind.Key)}: {kind.Count()}");
            foreach (var finding in kind.Take(ShownOfAKind))
            {
                screen.WriteLine($"  {finding.Track}: {finding.Detail}");
            }

            if (kind.Count() > ShownOfAKind)
            {
                screen.WriteLine($"  … and {kind.Count() - ShownOfAKind} more (--json has them all)");
            }
        }

        if (report.Findings.Count == 0)
        {
            screen.WriteLine("No problems found.");
        }

        return 0;
    }

    private static async Task<int> IndexAsync(AudioDataSet dataSet, string output, CancellationToken cancellation)
    {
        var screen = Screen.For(json: false);
        var index = await screen.WaitAsync(
            "indexing", progress =>
                Task.Run(() => DataSetIndex.Of(dataSet, new TrackSteps(progress, "indexed"), cancellation), cancellation));
        WholeFile.Write(output, index.ToCsv());
        screen.WriteLine($"{output}: {index.Files.Count} of {dataSet.Tracks.Count} tracks");
        return 0;
    }

    private static string Title(FindingKind kind) => kind switch
    {
        FindingKind.Missing => "not here",
        FindingKind.Broken => "broken",
        FindingKind.Damaged => "damaged, but readable",
        FindingKind.Changed => "not as in the index",
        FindingKind.SameContent => "the same file twice",
        FindingKind.SameAudio => "the same audio twice",
        FindingKind.OddLength => "of odd length",
        _ => "known to be faulty",
    };
}
