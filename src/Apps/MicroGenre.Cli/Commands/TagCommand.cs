using System.CommandLine;
using MicroGenre.Cli.Audio;
using MicroGenre.Cli.Remote;
using MicroGenre.Cli.Tagging;
using MicroGenre.Signal.Files;

namespace MicroGenre.Cli.Commands;

/// <summary><c>microgenre tag</c>: writes genres to the tags of a music library.</summary>
internal static class TagCommand
{
    public static Command Create()
    {
        var music = new Argument<string[]>("music")
        {
            Arity = ArgumentArity.OneOrMore,
            Description = "Files, or folders, which are walked recursively.",
        };
        var model = ModelName.Option();
        var coverage = CoverageOption.Create("Write a genre only where one word stands for the set of genres that may be the track's.");
        var excerpt = ExcerptOption.Create();
        var tagging = new TaggingOptions();
        var server = new ServerOptions("Inference");
        var models = ModelsFolder.Option();
        var verbose = VerboseOption.Create();
        var command = new ExampleCommand("tag", "Writes the genres of a music library into its tags.", "microgenre tag ~/Music --write")
        {
            music, coverage, model, excerpt, verbose, models,
        };
        tagging.AddTo(command);
        server.AddTo(command);
        command.SetAction((result, cancellation) =>
        {
            var promise = CoverageOption.Read(result, coverage);
            var repository = ModelsFolder.Open(result.GetValue(models));
            var named = result.GetRequiredValue(music);
            var order = tagging.Read(result, repository.Root, Sidecar.PathFor(named[0]), (coverage.Name, promise));
            if (named is [var only] && FileStatus.Of(only).Kind == FileKind.Missing)
            {
                throw new FailureException($"There is no file or folder '{RawPath.Display(only)}'.");
            }

            var name = ModelName.Parse(result.GetRequiredValue(model));
            var tracks = TrackArgument.Expand(named, listLeft: order.Json || result.GetValue(verbose));
            var part = ExcerptOption.Read(result, excerpt, server.Url);
            var options = new AnswerOptions(Coverage: promise);
            ITrackClassifier classifier = server.Open(result) is { } service
                ? new RemoteClassifier(service, name, options)
                : new LocalClassifier(CoverageOption.Check(name.Load(repository), promise), part, options);
            return MusicTagging.RunAsync(tracks, classifier, order, cancellation);
        });
        return command;
    }
}
