using System.CommandLine;
using System.Globalization;
using MicroGenre.Cli.Audio;
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
        var models = ModelsFolder.Option();
        var command = new ExampleCommand(
            "teach", "Teaches a model a new genre by a few examples.", "microgenre teach Synthwave one.mp3 two.mp3 three.mp3 --as mine")
        {
            genre, inputs, model, name, json, models,
        };
        command.SetAction((result, cancellation) =>
        {
            var files = result.GetRequiredValue(inputs);
            if (files.Length == 0)
            {
                throw new UsageException($"Name tracks to teach the genre by: at least {Teaching.LeastExamples}, better five to ten.");
            }

            return RunAsync(
                ModelsFolder.Open(result.GetValue(models)), ModelName.Parse(result.GetRequiredValue(model)), result.GetValue(name),
                result.GetRequiredValue(genre), TrackArgument.Expand(files, listLeft: false), result.GetValue(json), cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        ModelRepository models, ModelName name, string? target, string genre, IReadOnlyList<TrackArgument> tracks, bool json,
        CancellationToken cancellation)
    {
        using var model = name.Load(models);
        Teaching.SpaceOf(model);
        var examples = new List<Example>();
        var reader = new ExampleReader(model);
        var code = await EachTrack.RunAsync(
            tracks, "listening", json: false, Environment.ProcessorCount,
            (track, audio, _) => reader.ReadAsync(track.Name, audio, cancellation),
            (_, example, _) => examples.Add(example),
            cancellation);
        if (code != 0)
        {
            return code;
        }

        using var taught = Teaching.Teach(model, genre, examples);
        var card = TaughtModel.Save(models, target ?? name.Name, taught);
        return TaughtModel.Write(card, What(card.Taught![^1]), json);
    }

    private static string What(TaughtGenre taught) => string.Create(
        CultureInfo.InvariantCulture,
        $"learnt '{taught.Label}' from {taught.Examples} tracks; the others recognise {taught.Recognized * taught.Examples:0} of them");
}
