using System.CommandLine;
using MicroGenre.Cli.Audio;
using MicroGenre.Cli.Commands;
using MicroGenre.Cli.Tagging;
using MicroGenre.Collections.Store;

namespace MicroGenre.Cli.Library;

/// <summary><c>microgenre library tag</c>: writes the genres that the library knows into the tags of its tracks.</summary>
internal static class LibraryTagCommand
{
    public static Command Create()
    {
        var query = new QueryOptions();
        var tagging = new TaggingOptions();
        var options = new LibraryOptions();
        var command = new ExampleCommand("tag", "Writes the genres of all tracks, or of those that match, into their tags.",
            "microgenre library tag --taxonomy genres.yaml --genres 2 --write");
        query.AddFiltersTo(command);
        tagging.AddTo(command);
        options.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            var models = options.Models(result);
            var order = tagging.Read(result, models.Root, Path.Combine(models.Root, Sidecar.Name), default);
            using var library = new LocalLibrary(options.Database(result), () => models);
            var rows = new List<LibraryTrack>();
            await library.ListAsync(query.Read(result), rows.Add, cancellation);
            var tracks = rows.ConvertAll(row => new TrackArgument(row.Path, IsNamed: false));
            return tracks.Count > 0 ? await MusicTagging.RunAsync(tracks, new KnownAnswers(rows), order, cancellation)
                : throw new FailureException("The library has no such tracks.");
        });
        return command;
    }
}
