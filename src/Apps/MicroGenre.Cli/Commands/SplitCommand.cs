using System.CommandLine;
using System.Globalization;
using MicroGenre.Cli.Output;
using MicroGenre.DataSets;
using MicroGenre.DataSets.Splits;
using MicroGenre.Signal.Files;

namespace MicroGenre.Cli.Commands;

/// <summary><c>microgenre data split</c>: splits a data set and saves the split, so that different methods use the same tracks.</summary>
internal static class SplitCommand
{
    private const string Group = "group";
    private const string RandomKind = "random";
    private const string Stratified = "stratified";
    private static readonly string[] Parts = ["train", "valid", "test"];

    public static Command Create()
    {
        var folder = DataCommand.Folder();
        var dataSet = DataCommand.DataSet();
        var output = new Option<string>("--out")
        {
            Description = "The .json file to write; with --folds, one numbered file per fold.",
            HelpName = "FILE",
            Required = true,
        };
        var kind = new Option<string>("--kind")
        {
            Description =
                $"{RandomKind}; {Stratified}: each genre separately; or {Group}: no group, such as an artist, in two parts. Default: "
                + $"the data set's published split, or {RandomKind}.",
            HelpName = "KIND",
            DefaultValueFactory = _ => RandomKind,
        };
        kind.AcceptOnlyFromAmong(RandomKind, Stratified, Group);
        var shares = new Option<string>("--shares")
        {
            Description = "The shares of train, valid and test, or of train and test. Default: 8:1:1.",
            HelpName = "A:B[:C]",
            DefaultValueFactory = _ => "8:1:1",
        };
        var folds = new Option<int?>("--folds")
        {
            Description = "Stratified cross-validation instead of shares: N splits into train and test; each track is tested once.",
            HelpName = "N",
        };
        var lists = new Option<string[]>("--lists")
        {
            Description =
                "Published lists instead of shares: text files for train, valid and test, or train and test, one track per line.",
            HelpName = "FILE",
            AllowMultipleArgumentsPerToken = true,
        };
        var seed = new Option<int>("--seed")
        {
            Description = "Seed; the same seed and tracks give the same split. Default: 1.",
            HelpName = "N",
            DefaultValueFactory = _ => 1,
        };
        var command = new ExampleCommand(
            "split", "Splits a data set and saves the split.",
                "microgenre data split ~/gtzan --shares 8:1:1 --out split.json") { folder, dataSet, output, kind, shares, folds, lists,
                    seed };
        command.SetAction(result =>
        {
            var found = DataCommand.Find(result.GetRequiredValue(folder), result.GetValue(dataSet));
            var tracks = found.Tracks.Select(track => new SplitTrack(track.Name, track.Genre, track.Group)).ToList();
            var asked = new Option[] { kind, shares, folds, lists }.Any(option => result.GetResult(option) is { Implicit: false });
            var splits = !asked && found.PublishedSplit is { } published ? [published] : InWords(() => Divide(
                tracks, result.GetRequiredValue(kind), result.GetRequiredValue(shares), result.GetValue(folds),
                    result.GetValue(lists) ?? [], result.GetValue(seed)));
            Write(splits, tracks, result.GetRequiredValue(output));
            return 0;
        });
        return command;
    }

    private static IReadOnlyList<Split> Divide(
        List<SplitTrack> tracks, string kind, string shares, int? folds, string[] lists, int seed) => (folds, lists, kind) switch
    {
        ({ } count, [], _) => Splitter.StratifiedFolds(tracks, count, seed),
        ({ }, _, _) => throw new UsageException("Use either --folds or --lists."),
        (null, { Length: 2 or 3 }, _) =>
            [Splitter.FromLists(
                $"lists/{Path.GetFileNameWithoutExtension(lists[^1])}", tracks, PartsOf(lists).ToDictionary(StringComparer.Ordinal))],
        (null, { Length: > 0 }, _) => throw new UsageException("--lists takes the files of train, valid and test, or of train and test."),
        (_, _, Stratified) => [Splitter.Stratified(tracks, SharesOf(shares), seed)],
        (_, _, Group) when tracks.TrueForAll(track => track.Group is null) =>
            throw new FailureException("These tracks have no groups. A manifest lists groups in its column 'group'."),
        (_, _, Group) => [Splitter.ByGroup(tracks, SharesOf(shares), seed)],
        _ => [Splitter.Random(tracks, SharesOf(shares), seed)],
    };

    private static PartShare[] SharesOf(string text)
    {
        var shares = Array.ConvertAll(text.Split(':'), share =>
            double.TryParse(share, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : double.NaN);
        return shares.Length is 2 or 3 && Array.TrueForAll(shares, share => share > 0)
            ? [.. PartsOf(shares).Select(part => new PartShare(part.Key, part.Value))]
            : throw new UsageException($"'{text}' is not a list of shares; write 8:1:1 or 70:30.");
    }

    // Two values are for train and test.
    private static IEnumerable<KeyValuePair<string, T>> PartsOf<T>(T[] values) =>
        values.Length == 2 ? [KeyValuePair.Create(Parts[0], values[0]), KeyValuePair.Create(Parts[^1], values[1])]
            : Parts.Zip(values, KeyValuePair.Create);

    private static IReadOnlyList<Split> InWords(Func<IReadOnlyList<Split>> divide)
    {
        try
        {
            return divide();
        }
        catch (ArgumentException exception)
        {
            throw new FailureException(TrackError.Line(exception));
        }
    }

    private static void Write(IReadOnlyList<Split> splits, List<SplitTrack> tracks, string output)
    {
        var screen = Screen.For(json: false);
        foreach (var (i, split) in splits.Index())
        {
            var file = splits.Count == 1 ? output : Path.ChangeExtension(output, null) + $"-{i + 1}{Path.GetExtension(output)}";
            WholeFile.Write(file, split.Save);
            screen.WriteLine(
                $"{file}: {split.Name}, {string.Join(", ", split.Parts.Select(part => $"{part.Name} {part.Tracks.Count}"))} of "
                + $"{tracks.Count} tracks; fingerprint {split.Fingerprint[..16]}");
            if (LeakCheck.Find(split, tracks) is { Count: > 0 } leaks)
            {
                Screen.WriteProblem(
                    $"{split.Name}: {leaks[0]}{(leaks.Count > 1 ? $", and {leaks.Count - 1} more" : "")}; a model may know its test "
                    + $"tracks by them");
            }
        }
    }
}
