using System.CommandLine;
using MicroGenre.Cli.Audio;
using MicroGenre.Cli.Output;
using MicroGenre.Cli.Remote;
using MicroGenre.Learning;

namespace MicroGenre.Cli.Commands;

/// <summary><c>microgenre classify</c>: classifies tracks.</summary>
internal static class ClassifyCommand
{
    public static Command Create()
    {
        var inputs = new Argument<string[]>("input")
        {
            Arity = ArgumentArity.OneOrMore,
            Description = "Audio files, folders of them, or - for standard input.",
        };
        var model = ModelName.Option();
        var top = new Option<int?>("--top") { Description = "Number of genres to print per track. Default: all.", HelpName = "N" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object per track, one per line." };
        var excerpt = ExcerptOption.Create();
        var server = new ServerOptions("Inference");
        var models = ModelsFolder.Option();
        var verbose = VerboseOption.Create();
        var command = new ExampleCommand("classify", "Classifies tracks.", "microgenre classify song.mp3") { inputs, model, top,
            excerpt, json, verbose, models };
        server.AddTo(command);
        command.SetAction((result, cancellation) =>
        {
            var name = ModelName.Parse(result.GetRequiredValue(model));
            var limit = result.GetValue(top) is not { } n ? int.MaxValue : n > 0 ? n
                : throw new UsageException("--top must be at least 1.");
            var tracks = TrackArgument.Expand(result.GetRequiredValue(inputs), listLeft: result.GetValue(json) || result.GetValue(verbose));
            var part = ExcerptOption.Read(result, excerpt, server.Url);
            ITrackClassifier classifier = server.Open(result) is { } service
                ? new RemoteClassifier(service, name)
                : new LocalClassifier(name.Load(ModelsFolder.Open(result.GetValue(models))), part);
            return RunAsync(tracks, classifier, limit, result.GetValue(json), cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        IReadOnlyList<TrackArgument> tracks, ITrackClassifier classifier, int top, bool json, CancellationToken cancellation)
    {
        using var owned = classifier;
        return await EachTrack.RunAsync(
            tracks, "classifying", json, classifier.AtOnce,
            (track, audio, _) => classifier.ClassifyAsync(track.Name, audio, cancellation),
            (_, classification, screen) => Write(classification, screen, top, json),
            cancellation);
    }

    private static void Write(Classification classification, Screen screen, int top, bool json)
    {
        Screen.WriteDamage(classification.File, classification.Damage);
        var shown = classification with { Genres = [.. classification.Genres.Take(top)] };
        if (json)
        {
            screen.WriteLine(shown.ToJson());
            return;
        }

        string[] remarks = [shown.Model, .. shown.Uncertain ? ["uncertain"] : Array.Empty<string>(),
            .. shown.Note is null ? Array.Empty<string>() : [shown.Note]];
        var heading = $"{shown.File}  ({string.Join("; ", remarks)})";
        screen.WriteLine(string.Join(Environment.NewLine, [heading, .. Body(shown), ""]));
    }

    // Without a verdict of OK, genres would be guesses.
    private static IEnumerable<string> Body(Classification shown) => shown.Verdict switch
    {
        Verdict.NoMusic => [$"  no music: {shown.Reason}"],
        Verdict.Unfamiliar => [$"  unfamiliar: {shown.Reason}"],
        _ => shown.Reason is null ? GenreChart.Lines(shown.Genres) : [.. GenreChart.Lines(shown.Genres), $"  {shown.Reason}"],
    };
}
