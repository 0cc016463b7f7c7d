using System.Globalization;
using MicroGenre.Contracts;
using MicroGenre.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace MicroGenre.Benchmarks.Serving;

/// <summary>
/// <c>bench serving --soak SECONDS [--rate CALLS] [--docs FILE]</c>: callers ask two replicas, while versions of the model are swapped
/// every second, Redis is killed and started again every five, one replica hangs for five seconds and the other is killed and started
/// again every twenty. At the end one gets SIGTERM and then the other. Counts the calls that fail, and watches the memory of what lives
/// all the time.
/// </summary>
internal static class ServingSoak
{
    private const int RedisSeconds = 5;
    private const int ReplicaSeconds = 20;
    private const int Tracks = 25;
    private const int Parts = 10;

    public static async Task<int> RunAsync(string[] args)
    {
        var options = Options.Read(args, "--soak", "--rate", "--docs");
        var seconds = options.Number<double>("--soak") ?? throw new UsageException("--soak needs a number of seconds.");
        var tables = await MeasureAsync(seconds, options.Number<double>("--rate"));
        Console.WriteLine(string.Join('\n', tables.Select(table => table.ToMarkdown())));
        if (options["--docs"] is { } docs)
        {
            MeasuredSection.Replace(docs, $"soak of {seconds} s", tables);
        }

        return 0;
    }

    private static async Task<IReadOnlyList<BenchmarkTable>> MeasureAsync(double seconds, double? rate)
    {
        using var folder = new TemporaryFolder();
        var data = folder["data"];
        string[] tracks = [.. Enumerable.Range(0, Tracks).Select(track => ServingBenchmark.WriteTrack(data, $"track{track}.wav"))];
        await using var stack = await SoakStack.StartAsync(folder, data);
        await using var clients = FailoverBenchmark.Clients([stack.First.Address, stack.Second.Address]);
        var load = new SoakLoad(clients.GetRequiredService<Classifier.ClassifierClient>(), data, tracks, rate);
        var callers = load.RunAsync();
        var samples = new List<SoakSample>();
        var events = await DisturbAsync(stack, load, seconds, samples);

        await stack.Second.Process.TerminateAsync();
        load.IsStopping = true;
        await stack.First.Process.TerminateAsync();
        load.IsOver = true;
        await callers;
        var exits = $"{stack.Second.Process.ExitCode} and {stack.First.Process.ExitCode}";
        return [Summary(seconds, rate, load, events with { Exits = exits }), ByTime(load, samples, seconds)];
    }

    /// <summary>Has things happen until it is time, a second after another.</summary>
    private static async Task<Events> DisturbAsync(SoakStack stack, SoakLoad load, double seconds, List<SoakSample> samples)
    {
        var (events, replaced) = (new Events(), Task.CompletedTask);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        for (var second = 1; load.Seconds < seconds && await timer.WaitForNextTickAsync(); second++)
        {
            stack.SwapModel();
            samples.Add(new SoakSample(
                load.Seconds, stack.First.Process.MemoryMebibytes, stack.Features.Process.MemoryMebibytes,
                    LoadAverage()));
            if (second % RedisSeconds == 0)
            {
                await stack.ReplaceRedisAsync();
                events = events with { RedisKills = events.RedisKills + 1 };
            }

            switch (second % ReplicaSeconds)
            {
                case 5:
                    await stack.First.Process.FreezeAsync();
                    events = events with { Freezes = events.Freezes + 1 };
                    break;
                case 10:
                    await stack.First.Process.ThawAsync();
                    break;
                case 15:
                    await replaced;
                    replaced = stack.Second.ReplaceAsync();
                    events = events with { ReplicaKills = events.ReplicaKills + 1 };
                    break;
            }
        }

        await stack.First.Process.ThawAsync();
        await replaced;
        return events with { Versions = stack.Version };
    }

    private static BenchmarkTable Summary(double seconds, double? rate, SoakLoad load, Events events)
    {
        double[] times = [.. load.Answers.Select(answer => answer.Milliseconds).Order()];
        var asked = rate is { } perSecond ? $"{perSecond} calls/s" : "as much as is answered";
        return new BenchmarkTable(
            $"{seconds} s, {SoakLoad.Callers} callers, {asked}; {BenchmarkReport.ThisMachine}",
            ["what", "figure"],
            [
                ["answers", $"{times.Length}"],
                ["versions that answered, of those that came", $"{load.Versions} of {events.Versions}"],
                ["kills of Redis", $"{events.RedisKills}"],
                ["kills of one replica", $"{events.ReplicaKills}"],
                ["times the other hung for 5 s", $"{events.Freezes}"],
                ["half answered within", $"{LoadResult.Quantile(times, 0.5):0} ms"],
                ["95 % answered within", $"{LoadResult.Quantile(times, 0.95):0} ms"],
                ["99 % answered within", $"{LoadResult.Quantile(times, 0.99):0} ms"],
                ["the longest", $"{LoadResult.Quantile(times, 1):0} ms"],
                ["calls that failed while a replica ran", CountOf(load.Failures)],
                ["refused with UNAVAILABLE once the last one got SIGTERM, by design", $"{load.Refused}"],
                ["failed otherwise from then on", CountOf(load.LateFailures)],
                ["exit codes of the replicas after SIGTERM", events.Exits],
            ]);
    }

    private static BenchmarkTable ByTime(SoakLoad load, List<SoakSample> samples, double seconds) => new(
        "Answers and resident memory, by tenth of the time",
        ["until", "answers", "95 % within", "longest", "Inference that lives all the time", "FeatureExtraction", "load of the machine"],
        [.. Enumerable.Range(0, Parts).Select(part =>
        {
            var (from, to) = (part * seconds / Parts, (part + 1) * seconds / Parts);
            double[] times = [.. load.Answers.Where(answer => answer.Second >= from && answer.Second < to)
                .Select(answer => answer.Milliseconds).Order()];
            var seen = samples.Where(sample => sample.Second >= from && sample.Second < to).ToList();
            return new[]
            {
                $"{to:0} s",
                $"{times.Length}",
                $"{LoadResult.Quantile(times, 0.95):0} ms",
                $"{LoadResult.Quantile(times, 1):0} ms",
                $"{seen.Average(sample => sample.Inference):0} MiB",
                $"{seen.Average(sample => sample.FeatureExtraction):0} MiB",
                $"{seen.Average(sample => sample.Load):0.0}",
            };
        })]);

    private static string CountOf(IReadOnlyDictionary<string, int> failures) =>
        failures.Count == 0 ? "0"
            : $"{failures.Values.Sum()}: {string.Join("; ", failures.Select(failure => $"{failure.Value} times {failure.Key}"))}";

    // Of the last minute.
    private static double LoadAverage() => double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);

    private sealed record Events(
        int Versions = 0, int RedisKills = 0, int ReplicaKills = 0, int Freezes = 0, string Exits = "");

    private sealed record SoakSample(double Second, double Inference, double FeatureExtraction, double Load);
}
