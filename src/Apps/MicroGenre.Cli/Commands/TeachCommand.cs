using System.CommandLine;
using System.Globalization;
using MicroGenre.Cli.Audio;
using MicroGenre.Cli.Library;
using MicroGenre.Cli.Remote;
using MicroGenre.Learning;

namespace MicroGenre.Cli.Commands;

/// <summary><c>microgenre teach</c>: a new genre by a few examples, without training.</summary>
internal static class TeachCommand
{
    public static Command Create()
    {
        var genre = new Argument<string>("genre") { Description = "Name of the new genre." };
        var inputs = new Argument<string[]>("example")
        {
            Arity = ArgumentArity.ZeroOrMore,
            Description = $"Tracks of the genre, or folders of them: at least {Teaching.LeastExamples}, better five to ten.",
        };
        var model = ModelName.Option();
        var name = TaughtModel.AsOption();
        var json = new Option<bool>("--json") { Description = "Print the result as one JSON object." };
        var library = new LibraryOptions(
            "The folder of a library's database: tracks that it has analysed with this model need not be heard again. Without examples, "
            + "those are taken that 'library label' has given the genre.");
        var server = new ServerOptions("Training");
        var command = new ExampleCommand(
            "teach", "Teaches a model a new genre by a few examples.", "microgenre teach Synthwave one.mp3 two.mp3 three.mp3 --as mine")
        {
            genre, inputs, model, name, json,
        };
        library.AddTo(command);
        server.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            var (label, files) = (result.GetRequiredValue(genre), result.GetRequiredValue(inputs));
            if (files.Length == 0 && !library.NamesLibrary(result))
            {
                throw new UsageException($"Name tracks to teach the genre by: at least {Teaching.LeastExamples}, better five to ten.");
            }

            var source = ModelName.Parse(result.GetRequiredValue(model));
            var taught = server.Open(result) is not { } service
                ? await TeachAsync(library, result, source, result.GetValue(name), label, files, cancellation)
                : !library.IsNamed(result) ? await TeachAsync(service, source, result.GetValue(name), label, files, cancellation)
                : throw new UsageException($"{server.Url.Name} names a service, which has models of its own: leave out {library}.");
            return taught?.Write(What(taught.Taught![^1]), result.GetValue(json)) ?? 1;
        });
        return command;
    }

    private static async Task<TaughtModel> TeachAsync(
        Server service, ModelName source, string? name, string genre, string[] files, CancellationToken cancellation)
    {
        using var teacher = new RemoteTeacher(service, source, name);
        return await teacher.TeachAsync(genre, TrackArgument.Expand(files, listLeft: false), cancellation);
    }

    // Tracks that cannot be read have been reported where there is no result.
    private static async Task<TaughtModel?> TeachAsync(
        LibraryOptions library, ParseResult result, ModelName source, string? name, string genre, string[] files,
        CancellationToken cancellation)
    {
        var models = library.Models(result);
        using var before = source.Load(models);
        Teaching.CheckTeachable(before, genre);
        var known = library.NamesLibrary(result)
            ? new LibraryExamples(await library.OpenAsync(result, cancellation), before, models) : null;
        var tracks = files.Length > 0 ? TrackArgument.Expand(files, listLeft: false) : await known!.LabelledAsync(genre, cancellation);
        var examples = new List<Example>();
        if (await ReadAsync(before, known, tracks, examples, cancellation) != 0)
        {
            return null;
        }

        using var taught = Teaching.Teach(before, genre, examples);
        return TaughtModel.Save(models, name ?? source.Name, taught);
    }

    private static async Task<int> ReadAsync(
        GenreModel model, LibraryExamples? known, IReadOnlyList<TrackArgument> tracks, List<Example> examples,
        CancellationToken cancellation)
    {
        var unheard = new List<TrackArgument>();
        foreach (var track in tracks)
        {
            if (known is not null && await known.FindAsync(track, cancellation) is { } example)
            {
                examples.Add(example);
            }
            else
            {
                unheard.Add(track);
            }
        }

        var reader = new ExampleReader(model);
        return unheard.Count == 0 ? 0 : await EachTrack.RunAsync(
            unheard, "listening", json: false, Environment.ProcessorCount,
            (track, audio, _) => reader.ReadAsync(track.Name, audio, cancellation),
            (_, example, _) => examples.Add(example),
            cancellation);
    }

    private static string What(TaughtGenre taught) => string.Create(
        CultureInfo.InvariantCulture,
        $"learnt '{taught.Label}' from {taught.Examples} tracks; the others recognise {taught.Recognized * taught.Examples:0} of them");
}
