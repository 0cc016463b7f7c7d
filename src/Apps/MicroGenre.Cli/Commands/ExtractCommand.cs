using System.CommandLine;
using MicroGenre.Cli.Audio;
using MicroGenre.Cli.Output;
using MicroGenre.Cli.Remote;
using MicroGenre.Evaluation.DataSets;
using MicroGenre.Signal;

namespace MicroGenre.Cli.Commands;

/// <summary><c>microgenre extract</c>: computes features of tracks.</summary>
internal static class ExtractCommand
{
    private const string StandardOutput = "-";

    public static Command Create()
    {
        var inputs = new Argument<string[]>("input") { Arity = ArgumentArity.OneOrMore, Description = "Audio files, folders of them, or - for standard input." };
        var features = new FeatureOptions();
        var output = new Option<string>("--out")
        {
            Description = "The .npy file to write, float32 [rows, frames], or - for standard output; for several tracks or features the folder to write TRACK.FEATURE.npy to.",
            HelpName = "NPY",
            Required = true,
        };
        var server = new ServerOptions("FeatureExtraction");
        var command = new Command("extract", "Computes features of tracks.") { inputs, output };
        server.AddTo(command);
        features.AddTo(command);
        command.SetAction((result, cancellation) =>
        {
            var settings = features.SettingsOf(result, features.NamesOf(result));
            var tracks = AudioInput.Expand(result.GetRequiredValue(inputs));
            var source = server.Open(result) is { } service ? (IFeatureSource)new RemoteFeatures(service) : new LocalFeatures();
            var path = result.GetRequiredValue(output);
            return tracks is [{ IsNamed: true } track] && settings is [var feature]
                ? ExtractOneAsync(track, feature, source, path, cancellation)
                : ExtractManyAsync(tracks, settings, source, new FeatureFolder(path, tracks), cancellation);
        });
        return command;
    }

    private static async Task<int> ExtractOneAsync(AudioInput track, FeatureSettings settings, IFeatureSource source, string path, CancellationToken cancellation)
    {
        using var owned = source;
        var matrix = (await source.ExtractAsync(track, [settings], cancellation))[0];
        cancellation.ThrowIfCancellationRequested();
        if (string.Equals(path, StandardOutput, StringComparison.Ordinal))
        {
            using var output = Console.OpenStandardOutput();
            Npy.Write(output, matrix);
            return 0;
        }

        WholeFile.Write(path, temporary => Npy.Write(temporary, matrix));
        Screen.For(json: false).WriteLine($"{path}: {settings.Feature} [{matrix.Rows}, {matrix.Frames}]");
        return 0;
    }

    /// <summary>As many tracks at a time as there are processors; broken ones are reported at the end.</summary>
    private static async Task<int> ExtractManyAsync(
        IReadOnlyList<AudioInput> tracks, IReadOnlyList<FeatureSettings> settings, IFeatureSource source, FeatureFolder folder, CancellationToken cancellation)
    {
        using var owned = source;
        var screen = Screen.For(json: false);
        var problems = new string?[tracks.Count];
        await screen.WaitAsync("extracting", async progress =>
        {
            var done = 0;
            await Parallel.ForEachAsync(tracks.Index(), cancellation, async (item, token) =>
            {
                problems[item.Index] = await TryExtractAsync(item.Item, settings, source, folder, token);
                progress.Report(new Step((double)Interlocked.Increment(ref done) / tracks.Count, $"{done}/{tracks.Count} tracks"));
            });
            return done;
        });
        var broken = tracks.Zip(problems).Where(pair => pair.Second is not null).ToList();
        foreach (var (track, problem) in broken)
        {
            Screen.WriteProblem($"{track.Name}: {problem}");
        }

        screen.WriteLine($"{folder.Path}: {string.Join(", ", settings.Select(one => one.Feature))} of {tracks.Count - broken.Count} tracks{(broken.Count > 0 ? $", {broken.Count} broken" : "")}");
        return broken.Count < tracks.Count && !broken.Exists(pair => pair.First.IsNamed) ? 0 : 1;
    }

    private static async Task<string?> TryExtractAsync(
        AudioInput track, IReadOnlyList<FeatureSettings> settings, IFeatureSource source, FeatureFolder folder, CancellationToken cancellation)
    {
        IReadOnlyList<FeatureMatrix> features;
        try
        {
            features = await source.ExtractAsync(track, settings, cancellation);
        }
        catch (Exception exception) when (exception is TrackException || TrackError.IsExpected(exception))
        {
            return TrackError.Line(exception);
        }

        foreach (var (feature, matrix) in settings.Zip(features))
        {
            WholeFile.Write(folder.FileOf(track, feature.Feature), temporary => Npy.Write(temporary, matrix));
        }

        return null;
    }
}
