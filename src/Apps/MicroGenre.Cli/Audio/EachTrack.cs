using System.Text.Json;
using MicroGenre.Cli.Output;
using MicroGenre.Evaluation.DataSets;

namespace MicroGenre.Cli.Audio;

/// <summary>Goes through tracks one by one: a bad one is reported, and the others go on.</summary>
internal static class EachTrack
{
    /// <summary>Works on tracks, under a bar where a person waits.</summary>
    /// <param name="tracks">The tracks.</param>
    /// <param name="title">What is done to them.</param>
    /// <param name="json">Whether a track that fails gets a JSON object, too.</param>
    /// <param name="work">Works on one track and writes what comes of it; told the track, its bytes, the screen, and where to say how far it is.</param>
    /// <returns>The exit code: 0 when no track that its user named has failed, and some track has not.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<TrackArgument> tracks, string title, bool json, Func<TrackArgument, Stream, Screen, IProgress<double>, Task> work)
    {
        var screen = Screen.For(json);
        var (done, failed) = (0, 0);
        await screen.WaitAsync(title, async progress =>
        {
            foreach (var (i, track) in tracks.Index())
            {
                var share = new TrackShare(progress, i, tracks.Count, Path.GetFileName(track.Name));
                share.Report(0);
                if (await TryAsync(track, screen, json, audio => work(track, audio, screen, share)))
                {
                    done++;
                }
                else if (track.IsNamed)
                {
                    failed++;
                }
            }

            return done;
        });
        return failed == 0 && done > 0 ? 0 : 1;
    }

    private static async Task<bool> TryAsync(TrackArgument track, Screen screen, bool json, Func<Stream, Task> work)
    {
        try
        {
            await using var audio = track.Open();
            await work(audio);
            return true;
        }
        catch (Exception exception) when (exception is TrackException || TrackError.IsExpected(exception))
        {
            var reason = WithoutName(TrackError.Line(exception), Path.GetFileName(track.Name));
            Screen.WriteProblem($"{track.Name}: {reason}");
            if (json)
            {
                screen.WriteLine(JsonSerializer.Serialize(new { file = track.Name, error = reason }));
            }

            return false;
        }
    }

    /// <summary>A service begins its line with the track's name; here every line begins so already.</summary>
    private static string WithoutName(string reason, string name) =>
        reason.StartsWith($"{name}: ", StringComparison.Ordinal) ? reason[(name.Length + 2)..] : reason;

    private sealed class TrackShare(IProgress<Step> steps, int index, int count, string? name) : IProgress<double>
    {
        public void Report(double value) => steps.Report(new Step((index + value) / count, name));
    }
}
