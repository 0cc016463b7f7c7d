using System.CommandLine;
using MicroGenre.Cli.Commands;
using MicroGenre.Cli.Output;
using MicroGenre.Collections.Catalog;
using MicroGenre.Collections.Search;
using MicroGenre.Learning;
using MicroGenre.Signal.Files;

namespace MicroGenre.Cli.Library;

/// <summary><c>microgenre library duplicates</c>: finds tracks with the same recording.</summary>
internal static class DuplicatesCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print a JSON object for each group of duplicates, one to a line." };
        var options = new LibraryOptions();
        var command = new ExampleCommand("duplicates", "Finds tracks that are the same recording, in any format.",
            "microgenre library duplicates") { json };
        options.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            var database = await options.OpenAsync(result, cancellation);
            var model = await new LibraryCatalog(database).LastModelAsync(cancellation)
                ?? throw new FailureException("The library has no tracks yet. Analyse its folders with 'microgenre library scan'.");
            var similar = await SimilarTracks.LoadAsync(database, model, cancellation);
            var groups = DuplicateTracks.Find(similar.Tracks, problem =>
                Screen.WriteProblem($"{RawPath.Display(problem.Path)}: {problem.Reason}"), cancellation);
            Write(groups, result.GetValue(json));
            return 0;
        });
        return command;
    }

    private static void Write(IReadOnlyList<IReadOnlyList<SoundingTrack>> groups, bool json)
    {
        var screen = Screen.For(json);
        foreach (var group in groups)
        {
            var files = group.Select(track => RawPath.Display(track.Path));
            screen.WriteLine(json ? JsonText.Of(new { files }) : string.Join(Environment.NewLine, [.. files, ""]));
        }
    }
}
