using System.CommandLine;
using MicroGenre.Cli.Audio;
using MicroGenre.Cli.Commands;
using MicroGenre.Cli.Tagging;
using MicroGenre.Collections.Store;
using MicroGenre.Signal.Files;

namespace MicroGenre.Cli.Library;

/// <summary><c>microgenre library tag</c>: writes the genres that the library knows into the tags of its tracks.</summary>
internal static class LibraryTagCommand
{
    public static Command Create()
    {
        var query = new QueryOptions();
        var tagging = new TaggingOptions();
        var options = new ServedLibraryOptions();
        var command = new ExampleCommand("tag", "Writes the genres of all tracks, or of those that match, into their tags.",
            "microgenre library tag --taxonomy genres.yaml --genres 2 --write");
        query.AddFiltersTo(command);
        tagging.AddTo(command);
        options.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            var models = options.Models(result);
            var order = tagging.Read(result, models.Root, Path.Combine(models.Root, Sidecar.Name), default);
            using var library = options.Library(result);
            var rows = new List<LibraryTrack>();
            await library.ListAsync(query.Read(result), rows.Add, cancellation);
            var tracks = rows.ConvertAll(row => TrackOf(row, options.IsServed(result)));
            return tracks.Count > 0 ? await MusicTagging.RunAsync(tracks, new KnownAnswers(rows), order, cancellation)
                : throw new FailureException("The library has no such tracks.");
        });
        return command;
    }

    private static TrackArgument TrackOf(LibraryTrack row, bool isServed) => new(
        row.Path, IsNamed: false,
        isServed && FileStatus.Of(row.Path).Kind == FileKind.Missing
            ? "the service has this file, and this machine does not: its tag cannot be written here" : null);
}
