using System.CommandLine;
using System.Globalization;
using MicroGenre.Cli.Audio;
using MicroGenre.Cli.Library;
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
        var command = new ExampleCommand(
            "teach", "Teaches a model a new genre by a few examples.", "microgenre teach Synthwave one.mp3 two.mp3 three.mp3 --as mine")
        {
            genre, inputs, model, name, json,
        };
        library.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            var label = result.GetRequiredValue(genre);
            var (files, isInLibrary) = (result.GetRequiredValue(inputs), library.NamesLibrary(result));
            if (files.Length == 0 && !isInLibrary)
            {
                throw new UsageException($"Name tracks to teach the genre by: at least {Teaching.LeastExamples}, better five to ten.");
            }

            var models = library.Models(result);
            var source = ModelName.Parse(result.GetRequiredValue(model));
            using var before = source.Load(models);
            Teaching.CheckTeachable(before, label);
            var known = isInLibrary ? new LibraryExamples(await library.OpenAsync(result, cancellation), before, models) : null;
            var tracks = files.Length > 0 ? TrackArgument.Expand(files, listLeft: false) : await known!.LabelledAsync(label, cancellation);
            var examples = new List<Example>();
            if (await ReadAsync(before, known, tracks, examples, cancellation) is not 0 and var code)
            {
                return code;
            }

            using var taught = Teaching.Teach(before, label, examples);
            var card = TaughtModel.Save(models, result.GetValue(name) ?? source.Name, taught);
            return TaughtModel.Write(card, What(card.Taught![^1]), result.GetValue(json));
        });
        return command;
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
