using MicroGenre.Cli.Output;
using MicroGenre.DataSets;
using MicroGenre.Learning;

namespace MicroGenre.Cli.Audio;

/// <summary>Goes through tracks, several at once, and keeps their order: a bad one is reported, and the others go on.</summary>
internal static class EachTrack
{
    /// <summary>Works on tracks, under a bar where a person waits.</summary>
    /// <typeparam name="T">What comes of a track.</typeparam>
    /// <param name="tracks">The tracks.</param>
    /// <param name="title">What is done to them.</param>
    /// <param name="json">Whether a track that fails gets a JSON object, too.</param>
    /// <param name="atOnce">How many tracks to work on at once.</param>
    /// <param name="work">Works on one track; told the track, its bytes, and where to say how far it is.</param>
    /// <param name="write">Writes what came of a track, one after the other in the tracks' order.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The exit code: 0 when no track that its user named has failed, and some track has not.</returns>
    public static async Task<int> RunAsync<T>(
        IReadOnlyList<TrackArgument> tracks,
        string title,
        bool json,
        int atOnce,
        Func<TrackArgument, Stream, IProgress<double>, Task<T>> work,
        Action<TrackArgument, T, Screen> write,
        CancellationToken cancellation)
    {
        var screen = Screen.For(json);
        var (done, failed) = (0, 0);
        await screen.WaitAsync(title, async progress =>
        {
            var shares = new Shares(progress, tracks.Count);
            var outcomes = new InOrder<Outcome<T>>(Finish);
            var options = new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellation };
            await Parallel.ForEachAsync(tracks.Index(), options, async (item, _) =>
            {
                var share = shares.Of(item.Item);
                var outcome = await TryAsync(item.Item, audio => work(item.Item, audio, share));
                share.Report(1);
                outcomes.Add(item.Index, outcome);
            });
            return done;
        });
        return failed == 0 && done > 0 ? 0 : 1;

        void Finish(int index, Outcome<T> outcome)
        {
            var track = tracks[index];
            if (outcome.Problem is not { } problem)
            {
                write(track, outcome.Value!, screen);
                done++;
                return;
            }

            Screen.WriteProblem($"{track.Name}: {problem}");
            if (json)
            {
                screen.WriteLine(JsonText.Of(new { file = track.Name, error = problem }));
            }

            failed += track.IsNamed ? 1 : 0;
        }
    }

    private static async Task<Outcome<T>> TryAsync<T>(TrackArgument track, Func<Stream, Task<T>> work)
    {
        try
        {
            await using var audio = track.Open();
            return new Outcome<T>(await work(audio), null);
        }
        catch (Exception exception) when (exception is TrackException || TrackError.IsExpected(exception))
        {
            return new Outcome<T>(default, WithoutName(TrackError.Line(exception), Path.GetFileName(track.Name)));
        }
    }

    /// <summary>A service begins its line with the track's name; here every line begins so already.</summary>
    private static string WithoutName(string reason, string name) =>
        reason.StartsWith($"{name}: ", StringComparison.Ordinal) ? reason[(name.Length + 2)..] : reason;

    /// <summary>What came of a track, or why nothing did.</summary>
    private readonly record struct Outcome<T>(T? Value, string? Problem);

    /// <summary>How far all tracks are together.</summary>
    private sealed class Shares(IProgress<Step> steps, int count)
    {
        private readonly Lock _lock = new();
        private double _sum;

        public IProgress<double> Of(TrackArgument track) => new Share(this, Path.GetFileName(track.Name));

        private sealed class Share(Shares all, string? name) : IProgress<double>
        {
            private double _last;

            public void Report(double value)
            {
                lock (all._lock)
                {
                    all._sum += value - _last;
                    _last = value;
                    all.Report(name);
                }
            }
        }

        private void Report(string? name) => steps.Report(new Step(_sum / count, name));
    }
}
