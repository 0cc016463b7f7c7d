using System.CommandLine;
using MicroGenre.Cli.Audio;
using MicroGenre.Cli.Output;
using MicroGenre.Cli.Remote;
using MicroGenre.Client.Segments;
using MicroGenre.Contracts;
using MicroGenre.Segmentation;

namespace MicroGenre.Cli.Commands;

/// <summary><c>microgenre segment</c>: finds parts of tracks that sound alike.</summary>
internal static class SegmentCommand
{
    public static Command Create()
    {
        var inputs = new Argument<string[]>("input")
        {
            Arity = ArgumentArity.OneOrMore,
            Description = "Audio files, folders of them, or - for standard input.",
        };
        var how = new SegmentOptionSet();
        var json = new Option<bool>("--json") { Description = "Print one JSON object per track, one per line." };
        var report = new Option<string?>("--report")
        {
            Description = "Write a page with the waveform, distances, graph and segments of one track.",
            HelpName = "HTML",
        };
        var server = new ServerOptions("Segmenting");
        var verbose = VerboseOption.Create();
        var command = new ExampleCommand(
            "segment", "Finds the parts of tracks that sound alike, and a representative excerpt of each track.",
                "microgenre segment song.mp3") { inputs, json, verbose, report };
        server.AddTo(command);
        how.AddTo(command);
        command.SetAction((result, cancellation) =>
        {
            var tracks = TrackArgument.Expand(result.GetRequiredValue(inputs), listLeft: result.GetValue(json) || result.GetValue(verbose));
            var options = Checked(how.Read(result));
            var page = result.GetValue(report);
            if (page is not null && tracks.Count != 1)
            {
                throw new UsageException($"--report takes one track, not {tracks.Count}.");
            }

            ITrackSegmenter segmenter = (server.Open(result), page) switch
            {
                (null, _) => new LocalSegmenter(options, page),
                ({ } service, null) => new RemoteSegmenter(service, options),
                _ => throw new UsageException("--report cannot be combined with --server."),
            };
            return RunAsync(tracks, segmenter, result.GetValue(json), cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        IReadOnlyList<TrackArgument> tracks, ITrackSegmenter segmenter, bool json, CancellationToken cancellation)
    {
        using var owned = segmenter;
        // One at a time: segmenting a single track uses all cores.
        return await EachTrack.RunAsync(
            tracks, "segmenting", json, atOnce: 1,
            (track, audio, progress) => segmenter.SegmentAsync(track.Name, audio, progress, cancellation),
            (track, result, screen) => Write(track, result, screen, json),
            cancellation);
    }

    private static void Write(TrackArgument track, SegmentResult result, Screen screen, bool json)
    {
        Screen.WriteDamage(track.Name, result.ToDamage());
        foreach (var line in json ? [SegmentText.Json(track.Name, result)] : SegmentText.Lines(track.Name, result))
        {
            screen.WriteLine(line);
        }
    }

    private static SegmentOptions Checked(SegmentOptions options)
    {
        try
        {
            options.ToSettings();
            options.RepresentativeSecondsOf();
            return options;
        }
        catch (SegmentationException exception)
        {
            throw new UsageException($"{exception.Message}.");
        }
    }
}
