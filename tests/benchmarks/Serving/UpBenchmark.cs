using System.Diagnostics;
using System.Globalization;
using MicroGenre.Testing;

namespace MicroGenre.Benchmarks.Serving;

/// <summary>
/// <c>bench up [--rounds N] [--docs FILE]</c>: how long <c>microgenre up</c> takes until everything is healthy, how much memory it holds
/// then, and how long it takes to end on SIGTERM.
/// </summary>
internal static class UpBenchmark
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(5);

    private static readonly string[] Parts =
        ["dashboard", "telemetry", "resources", "feature-extraction", "training", "inference", "segmenting", "evaluating", "web"];

    public static async Task<int> RunAsync(string[] args)
    {
        var options = Options.Read(args, "--rounds", "--docs");
        var rounds = new List<Round>();
        var wanted = options.Number("--rounds", 3);
        while (rounds.Count < wanted)
        {
            rounds.Add(await MeasureAsync());
        }

        var table = TableOf(rounds);
        Console.WriteLine(table.ToMarkdown());
        if (options["--docs"] is { } docs)
        {
            MeasuredSection.Replace(docs, "up", [table]);
        }

        return 0;
    }

    private static async Task<Round> MeasureAsync()
    {
        var clock = Stopwatch.StartNew();
        using var host = HostProcess.Start(null, [.. Parts.Select(part => $"--Ports:{part}={Ports.Free()}")]);
        await host.WritesAsync("Everything is healthy", Limit);
        var healthy = clock.Elapsed;
        await Task.Delay(Idle);
        IReadOnlyList<int> services = host.IdsOf("MicroGenre.");
        int[] all = [host.Id, .. host.IdsOf("")];
        var (resident, proportional) = (all.Sum(id => MebibytesOf(id, "Rss")), all.Sum(id => MebibytesOf(id, "Pss")));

        clock.Restart();
        host.Signal("TERM");
        var servicesGone = await GoneAsync(services, clock);
        var exitCode = await host.ExitCodeAsync(Limit);
        var hostGone = clock.Elapsed;
        return new Round(healthy, all.Length, resident, proportional, servicesGone, hostGone, await GoneAsync(all, clock), exitCode);
    }

    private static async Task<TimeSpan> GoneAsync(IReadOnlyList<int> processes, Stopwatch clock)
    {
        await Eventually.HoldsAsync(() => !processes.Any(IsRunning), Limit, "the processes end");
        return clock.Elapsed;
    }

    // What has ended and was not yet asked for has no memory any more.
    private static bool IsRunning(int process)
    {
        try
        {
            return File.ReadLines($"/proc/{process}/status").Any(line => line.StartsWith("VmRSS", StringComparison.Ordinal));
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static double MebibytesOf(int process, string what) => File.ReadLines($"/proc/{process}/smaps_rollup")
        .Where(line => line.StartsWith($"{what}:", StringComparison.Ordinal))
        .Sum(line => double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024);

    private static BenchmarkTable TableOf(List<Round> rounds)
    {
        var load = File.ReadAllText("/proc/loadavg").Split(' ')[0];
        return new BenchmarkTable(
            $"{rounds.Count} rounds; {BenchmarkReport.ThisMachine}, load {load} at the end",
            ["", .. rounds.Select((_, round) => $"round {round + 1}")],
            [
                Row("from the start until everything is healthy", round => $"{round.Healthy.TotalSeconds:0.0} s"),
                Row("processes", round => $"{round.Processes}"),
                Row("resident memory, all together", round => $"{round.Resident:0} MiB"),
                Row("the same, shared pages counted once", round => $"{round.Proportional:0} MiB"),
                Row("from SIGTERM until the services and the page have ended", round => $"{round.ServicesGone.TotalSeconds:0.00} s"),
                Row("from SIGTERM until `up` has ended", round => $"{round.HostGone.TotalSeconds:0.00} s"),
                Row("from SIGTERM until the last process of Aspire has ended", round => $"{round.AllGone.TotalSeconds:0.00} s"),
                Row("exit code", round => $"{round.ExitCode}"),
            ]);

        string[] Row(string what, Func<Round, string> figure) => [what, .. rounds.Select(figure)];
    }

    private sealed record Round(
        TimeSpan Healthy, int Processes, double Resident, double Proportional, TimeSpan ServicesGone, TimeSpan HostGone, TimeSpan AllGone,
        int ExitCode);
}
