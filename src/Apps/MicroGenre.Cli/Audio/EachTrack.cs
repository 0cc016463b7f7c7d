using MicroGenre.Cli.Output;
using MicroGenre.DataSets;
using MicroGenre.Learning;

namespace MicroGenre.Cli.Audio;

/// <summary>
/// Processes tracks in parallel and writes the results in order. A track that fails is reported, and the others continue.
/// </summary>
internal static class EachTrack
{
    /// <summary>Processes tracks, with a progress bar on a terminal.</summary>
    /// <typeparam name="T">The type of the results.</typeparam>
    /// <param name="tracks">The tracks.</param>
    /// <param name="title">The title of the progress bar.</param>
    /// <param name="json">Whether to write a JSON object for failed tracks, too.</param>
    /// <param name="atOnce">Number of tracks to process in parallel.</param>
    /// <param name="work">Processes one track, given its bytes and a progress receiver.</param>
    /// <param name="write">Writes a result. It is called in the order of the tracks.</param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <returns>The exit code: 0 if no track that the user named failed and at least one track succeeded.</returns>
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

    /// <summary>Removes the track's name from the start of a service's message, because every line here starts with it.</summary>
    private static string WithoutName(string reason, string name) =>
        reason.StartsWith($"{name}: ", StringComparison.Ordinal) ? reason[(name.Length + 2)..] : reason;

    /// <summary>The result for a track, or the reason for its failure.</summary>
    private readonly record struct Outcome<T>(T? Value, string? Problem);

    /// <summary>The overall progress of all tracks.</summary>
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
