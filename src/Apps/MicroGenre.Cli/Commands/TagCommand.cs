using System.CommandLine;
using MicroGenre.Cli.Audio;
using MicroGenre.Cli.Output;
using MicroGenre.Cli.Remote;
using MicroGenre.Cli.Tagging;
using MicroGenre.Learning;
using MicroGenre.Signal.Files;

namespace MicroGenre.Cli.Commands;

/// <summary><c>microgenre tag</c>: writes genres to the tags of a music library.</summary>
internal static class TagCommand
{
    public static Command Create()
    {
        var music = new Argument<string>("music") { Description = "A file, or a folder, which is walked recursively." };
        var model = ModelName.Option();
        var write = new Option<bool>("--write")
        {
            Description = "Write the genres. Without it, nothing changes, and the command shows what it would do.",
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show what would be done and change nothing. This is the default." };
        var force = new Option<bool>("--force") { Description = "Overwrite existing genres." };
        var map = new Option<string?>("--map")
        {
            Description = "A JSON file that maps genres to the names to write; other genres are not written.",
            HelpName = "FILE",
        };
        var confidence = new Option<double?>("--min-confidence")
        {
            Description = $"Lowest probability of a genre that is written, 0 to 1. Default: {TagRule.DefaultConfidence}.",
            HelpName = "P",
        };
        var coverage = CoverageOption.Create("Write a genre only where the set of genres that may be the track's has no other.");
        var sidecar = new Option<string?>("--csv")
        {
            Description =
                $"Write all genres to this file and touch no audio. Without it, files that hold no tags go to {Sidecar.Name} in the "
                + $"folder, or beside the file.",
            HelpName = "FILE",
        };
        var json = new Option<bool>("--json") { Description = "Print one JSON object per track and a summary, one per line." };
        var groupBy = TrackGroupings.Option();
        var preserveTimes = new Option<bool>("--preserve-times")
        {
            Description = "Keep the times of the last change and access.",
        };
        var excerpt = ExcerptOption.Create();
        var server = new ServerOptions("Inference");
        var models = ModelsFolder.Option();
        var verbose = VerboseOption.Create();
        var command = new ExampleCommand("tag", "Writes the genres of a music library into its tags.", "microgenre tag ~/Music --write")
        {
            music, write, dryRun, force, map, confidence, coverage, groupBy, sidecar, preserveTimes, model, excerpt, json, verbose, models,
        };
        server.AddTo(command);
        command.SetAction((result, cancellation) =>
        {
            if (result.GetValue(write) && result.GetValue(dryRun))
            {
                throw new UsageException($"{write.Name} and {dryRun.Name} exclude each other.");
            }

            var least = result.GetValue(confidence);
            if (least is not (null or (>= 0 and <= 1)))
            {
                throw new UsageException($"{confidence.Name} must be in the range 0 to 1.");
            }

            var grouping = TrackGroupings.Read(result, groupBy);
            var promise = CoverageOption.Read(result, coverage);
            if (promise is not null && (least is not null || grouping != TrackGrouping.None))
            {
                throw new UsageException($"{coverage.Name} decides in place of {confidence.Name}, and on each track alone: leave "
                    + $"{(least is not null ? confidence.Name : groupBy.Name)} out.");
            }

            var library = result.GetRequiredValue(music);
            if (FileStatus.Of(library).Kind == FileKind.Missing)
            {
                throw new FailureException($"There is no file or folder '{RawPath.Display(library)}'.");
            }

            var name = ModelName.Parse(result.GetRequiredValue(model));
            var names = result.GetValue(map) is { } file ? GenreMap.Read(file) : GenreMap.Default;
            var tracks = TrackArgument.Expand([library], listLeft: result.GetValue(json) || result.GetValue(verbose));
            var part = ExcerptOption.Read(result, excerpt, server.Url);
            var options = new AnswerOptions(Coverage: promise);
            ITrackClassifier classifier = server.Open(result) is { } service
                ? new RemoteClassifier(service, name, options)
                : new LocalClassifier(CoverageOption.Check(name.Load(ModelsFolder.Open(result.GetValue(models))), promise), part, options);
            var list = result.GetValue(sidecar);
            var tagger = new Tagger(
                classifier, names, new TagRule(least, promise), result.GetValue(force), list is not null,
                result.GetValue(write), result.GetValue(preserveTimes));
            return RunAsync(tracks, classifier, names, tagger, grouping, list ?? Sidecar.PathFor(library), result.GetValue(write),
                result.GetValue(json), cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        IReadOnlyList<TrackArgument> tracks,
        ITrackClassifier classifier,
        GenreMap names,
        Tagger tagger,
        TrackGrouping grouping,
        string sidecar,
        bool write,
        bool json,
        CancellationToken cancellation)
    {
        using var owned = classifier;
        if (!names.IsDefault && await classifier.LabelsAsync(cancellation) is { } labels)
        {
            names.Check(labels);
        }

        var (votes, heard, failed) = (new GroupVotes(), tracks, 0);
        if (grouping != TrackGrouping.None)
        {
            (heard, failed) = await ListenAsync(tracks, classifier, tagger, grouping, votes, json, cancellation);
        }

        var decisions = new List<TagDecision>();
        var code = heard.Count == 0 ? failed : await EachTrack.RunAsync(
            heard, "tagging", json, classifier.AtOnce,
            (track, audio, _) => grouping == TrackGrouping.None
                ? tagger.DecideAsync(track, audio, cancellation)
                : tagger.DecideAsync(track, audio, votes, cancellation),
            (_, decision, screen) =>
            {
                decisions.Add(decision);
                Screen.WriteDamage(decision.File, decision.Damage);
                screen.WriteLine(json ? decision.ToJson() : decision.ToString());
            },
            cancellation);
        var listed = decisions.Where(decision => decision.Action == TagAction.Sidecar).ToList();
        if (write && listed.Count > 0)
        {
            Sidecar.Write(sidecar, listed);
        }

        Sum(decisions, tracks.Count - decisions.Count, sidecar, write, json);
        return Math.Max(code, failed);
    }

    // All tracks are classified before the first genre is written: the last track may belong to the first group.
    private static async Task<(IReadOnlyList<TrackArgument> Heard, int Code)> ListenAsync(
        IReadOnlyList<TrackArgument> tracks,
        ITrackClassifier classifier,
        Tagger tagger,
        TrackGrouping grouping,
        GroupVotes votes,
        bool json,
        CancellationToken cancellation)
    {
        var heard = new List<TrackArgument>();
        var code = await EachTrack.RunAsync(
            tracks, "listening", json, classifier.AtOnce,
            async (track, audio, _) =>
            {
                await tagger.ListenAsync(track, audio, grouping, votes, cancellation);
                return track;
            },
            (track, _, _) => heard.Add(track),
            cancellation);
        return (heard, code);
    }

    private static void Sum(List<TagDecision> decisions, int broken, string sidecar, bool write, bool json)
    {
        int Count(TagAction action) => decisions.Count(decision => decision.Action == action);
        var (tagged, listed, kept, unsure, unmapped, noGenre) =
            (Count(TagAction.Tag), Count(TagAction.Sidecar), Count(TagAction.Kept), Count(TagAction.Unsure), Count(TagAction.Unmapped),
                Count(TagAction.NoGenre));
        var screen = Screen.For(json);
        if (json)
        {
            screen.WriteLine(JsonText.Of(new { written = write, tagged, sidecar = listed, kept, unsure, unmapped, noGenre, broken }));
            return;
        }

        screen.WriteLine();
        screen.WriteLine(
            $"{(write ? "" : "Nothing was changed; with --write: ")}{tagged} tagged, {listed} to {sidecar}, {kept} kept, {unsure} too "
            + $"unsure, {unmapped} not in the map, {noGenre} without a genre, {broken} broken");
    }
}
