using System.CommandLine;
using MicroGenre.Cli.Audio;
using MicroGenre.Cli.Output;
using MicroGenre.Cli.Remote;
using MicroGenre.Learning;
using MicroGenre.Segmentation;
using MicroGenre.Signal.Files;

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
        var explain = new Option<bool>("--explain")
        {
            Description = "Say why: which seconds, frequencies and kinds of evidence speak for the genre and against it.",
        };
        var genre = new Option<string?>("--genre")
        {
            Description = "The genre that --explain is about. Default: the most probable.", HelpName = "GENRE",
        };
        var svg = new Option<string?>("--svg") { Description = "With --explain, draw it into this file.", HelpName = "FILE" };
        var coverage = CoverageOption.Create("Also name the set of genres that may be the track's.");
        var server = new ServerOptions("Inference");
        var models = ModelsFolder.Option();
        var verbose = VerboseOption.Create();
        var command = new ExampleCommand("classify", "Classifies tracks.", "microgenre classify song.mp3") { inputs, model, top,
            excerpt, explain, genre, svg, coverage, json, verbose, models };
        server.AddTo(command);
        command.SetAction((result, cancellation) =>
        {
            var name = ModelName.Parse(result.GetRequiredValue(model));
            var limit = result.GetValue(top) is not { } n ? int.MaxValue : n > 0 ? n
                : throw new UsageException("--top must be at least 1.");
            var tracks = TrackArgument.Expand(result.GetRequiredValue(inputs), listLeft: result.GetValue(json) || result.GetValue(verbose));
            var part = ExcerptOption.Read(result, excerpt, server.Url);
            var options = new AnswerOptions(
                result.GetValue(explain), result.GetValue(genre), result.GetValue(svg) is not null, CoverageOption.Read(result, coverage));
            Check(options, part);
            ITrackClassifier classifier = server.Open(result) is { } service
                ? new RemoteClassifier(service, name, options)
                : new LocalClassifier(
                    CoverageOption.Check(name.Load(ModelsFolder.Open(result.GetValue(models))), options.Coverage), part, options);
            return RunAsync(
                tracks, classifier, new Shown(limit, result.GetValue(json), options.Coverage, result.GetValue(svg)), cancellation);
        });
        return command;
    }

    private static void Check(AnswerOptions options, ExcerptKind part)
    {
        if (!options.Explain && (options.Genre is not null || options.Picture))
        {
            throw new UsageException($"{(options.Genre is not null ? "--genre" : "--svg")} needs --explain.");
        }

        if (options.Explain && part != ExcerptKind.Whole)
        {
            throw new UsageException("--explain explains whole tracks: leave --excerpt out.");
        }
    }

    private static async Task<int> RunAsync(
        IReadOnlyList<TrackArgument> tracks, ITrackClassifier classifier, Shown shown, CancellationToken cancellation)
    {
        using var owned = classifier;
        if (shown.Picture is not null && tracks.Count != 1)
        {
            throw new UsageException($"--svg draws one track, not {tracks.Count}.");
        }

        return await EachTrack.RunAsync(
            tracks, "classifying", shown.Json, classifier.AtOnce,
            (track, audio, _) => classifier.ClassifyAsync(track.Name, audio, cancellation),
            (_, classification, screen) => Write(classification, screen, shown),
            cancellation);
    }

    private static void Write(Classification classification, Screen screen, Shown shown)
    {
        Screen.WriteDamage(classification.File, classification.Damage);
        if (shown.Picture is { } file)
        {
            WholeFile.Write(file, classification.Picture!);
        }

        var top = classification with { Genres = [.. classification.Genres.Take(shown.Top)] };
        if (shown.Json)
        {
            screen.WriteLine(top.ToJson());
            return;
        }

        string[] remarks = [top.Model, .. top.Uncertain ? ["uncertain"] : Array.Empty<string>(),
            .. top.Note is null ? Array.Empty<string>() : [top.Note]];
        var heading = $"{top.File}  ({string.Join("; ", remarks)})";
        string[] set = shown.Coverage is { } coverage ? [$"  {SetText.Of(classification, coverage)}"] : [];
        var why = classification.Explanation is null ? [] : ExplanationText.Lines(classification);
        screen.WriteLine(string.Join(Environment.NewLine, [heading, .. Body(top), .. set, .. why, ""]));
    }

    // Without a verdict of OK, genres would be guesses.
    private static IEnumerable<string> Body(Classification shown) => shown.Verdict switch
    {
        Verdict.NoMusic => [$"  no music: {shown.Reason}"],
        Verdict.Unfamiliar => [$"  unfamiliar: {shown.Reason}"],
        _ => shown.Reason is null ? GenreChart.Lines(shown.Genres) : [.. GenreChart.Lines(shown.Genres), $"  {shown.Reason}"],
    };

    /// <summary>What of an answer is shown, and how.</summary>
    /// <param name="Top">How many genres.</param>
    /// <param name="Json">Whether as JSON.</param>
    /// <param name="Coverage">What the set of genres promises, if there is one.</param>
    /// <param name="Picture">The file that the explanation is drawn into, if it is.</param>
    private sealed record Shown(int Top, bool Json, double? Coverage, string? Picture);
}
