using System.CommandLine;
using MicroGenre.Cli.Audio;
using MicroGenre.Cli.Output;
using MicroGenre.Cli.Remote;
using MicroGenre.DataSets;
using MicroGenre.Signal;
using MicroGenre.Signal.Files;

namespace MicroGenre.Cli.Commands;

/// <summary><c>microgenre extract</c>: computes features of tracks.</summary>
internal static class ExtractCommand
{
    private const string StandardOutput = "-";

    public static Command Create()
    {
        var inputs = new Argument<string[]>("input")
        {
            Arity = ArgumentArity.OneOrMore,
            Description = "Audio files, folders of them, or - for standard input.",
        };
        var features = new FeatureOptions();
        var output = new Option<string>("--out")
        {
            Description =
                "The .npy file to write, float32 [rows, frames], or - for standard output; for several tracks or features the folder to "
                + "write TRACK.FEATURE.npy to.",
            HelpName = "NPY",
            Required = true,
        };
        var server = new ServerOptions("FeatureExtraction");
        var verbose = VerboseOption.Create();
        var command = new ExampleCommand("extract", "Computes features of tracks.",
            "microgenre extract song.mp3 --feature mfcc --out song.npy") { inputs, output, verbose };
        server.AddTo(command);
        features.AddTo(command);
        command.SetAction((result, cancellation) =>
        {
            var settings = features.Read(result);
            var tracks = TrackArgument.Expand(result.GetRequiredValue(inputs), listLeft: result.GetValue(verbose));
            var source = server.Open(result) is { } service ? (ITrackExtractor)new RemoteExtractor(service) : new LocalExtractor();
            var path = result.GetRequiredValue(output);
            return tracks is [{ IsNamed: true } track] && settings is [var feature]
                ? ExtractOneAsync(track, feature, source, path, cancellation)
                : ExtractManyAsync(tracks, settings, source, new FeatureFolder(path, tracks), cancellation);
        });
        return command;
    }

    private static async Task<int> ExtractOneAsync(
        TrackArgument track, FeatureSettings settings, ITrackExtractor source, string path, CancellationToken cancellation)
    {
        using var owned = source;
        var extracted = await source.ExtractAsync(track, [settings], cancellation);
        var matrix = extracted.Features[0];
        Screen.WriteDamage(track.Name, extracted.Damage);
        cancellation.ThrowIfCancellationRequested();
        if (string.Equals(path, StandardOutput, StringComparison.Ordinal))
        {
            using var output = Console.OpenStandardOutput();
            Npy.Write(output, matrix);
            return 0;
        }

        WholeFile.Write(path, temporary => Npy.Write(temporary, matrix));
        Screen.For(json: false).WriteLine($"{path}: {settings.Feature} [{matrix.Rows}, {matrix.Frames}] of {SourceOf(extracted)}");
        return 0;
    }

    private static string SourceOf(ExtractedFeatures track)
    {
        var source = track.Source;
        var duration = source.Duration > TimeSpan.Zero ? $"{source.Duration.TotalSeconds:0.##} s" : "unknown length";
        return $"{source.Container} ({source.Codec}), {source.SampleRate} Hz, "
            + $"{(source.Channels == 1 ? "mono" : $"{source.Channels} channels")}, {duration}"
            + (track.Resampled ? $", resampled to {track.SampleRate} Hz" : "");
    }

    /// <summary>Processes as many tracks in parallel as there are processors. Broken ones are reported at the end.</summary>
    private static async Task<int> ExtractManyAsync(
        IReadOnlyList<TrackArgument> tracks, IReadOnlyList<FeatureSettings> settings, ITrackExtractor source, FeatureFolder folder,
            CancellationToken cancellation)
    {
        using var owned = source;
        var screen = Screen.For(json: false);
        var outcomes = new Outcome[tracks.Count];
        await screen.WaitAsync("extracting", async progress =>
        {
            var done = 0;
            await Parallel.ForEachAsync(tracks.Index(), cancellation, async (item, token) =>
            {
                outcomes[item.Index] = await TryExtractAsync(item.Item, settings, source, folder, token);
                progress.Report(new Step((double)Interlocked.Increment(ref done) / tracks.Count, $"{done}/{tracks.Count} tracks"));
            });
            return done;
        });
        foreach (var (track, outcome) in tracks.Zip(outcomes))
        {
            Screen.WriteDamage(track.Name, outcome.Damage);
        }

        var broken = tracks.Zip(outcomes).Where(pair => pair.Second.Problem is not null).ToList();
        foreach (var (track, outcome) in broken)
        {
            Screen.WriteProblem($"{track.Name}: {outcome.Problem}");
        }

        var resampled = outcomes.Count(outcome => outcome.Resampled);
        screen.WriteLine($"{folder.Path}: {string.Join(", ", settings.Select(one => one.Feature))} of {tracks.Count - broken.Count} tracks"
            + (resampled > 0 ? $", {resampled} resampled to {settings[0].SampleRate} Hz" : "")
            + (broken.Count > 0 ? $", {broken.Count} broken" : ""));
        return broken.Count < tracks.Count && !broken.Exists(pair => pair.First.IsNamed) ? 0 : 1;
    }

    private static async Task<Outcome> TryExtractAsync(
        TrackArgument track, IReadOnlyList<FeatureSettings> settings, ITrackExtractor source, FeatureFolder folder,
            CancellationToken cancellation)
    {
        ExtractedFeatures extracted;
        try
        {
            extracted = await source.ExtractAsync(track, settings, cancellation);
        }
        catch (Exception exception) when (exception is TrackException || TrackError.IsExpected(exception))
        {
            return new Outcome(TrackError.Line(exception), Resampled: false, Damage: null);
        }

        foreach (var (feature, matrix) in settings.Zip(extracted.Features))
        {
            WholeFile.Write(folder.FileOf(track, feature.Feature), temporary => Npy.Write(temporary, matrix));
        }

        return new Outcome(Problem: null, extracted.Resampled, extracted.Damage);
    }

    /// <summary>The outcome for one of several tracks.</summary>
    private readonly record struct Outcome(string? Problem, bool Resampled, AudioDamage? Damage);
}
