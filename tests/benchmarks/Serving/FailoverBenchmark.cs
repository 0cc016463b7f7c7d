using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Grpc.Core;
using MicroGenre.Contracts;
using MicroGenre.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace MicroGenre.Benchmarks.Serving;

/// <summary>
/// <c>bench serving --failover [--docs FILE]</c>: how many calls with a deadline of three seconds fail while one of two replicas hangs
/// or is dead, and how long the others take: for callers with one replica's address each, as behind a proxy of connections; for callers
/// who know both; and for callers who go through a gateway.
/// </summary>
internal static class FailoverBenchmark
{
    private const int ServerCore = 0;
    private const int Callers = 10;
    private const int CallsEach = 10;
    private static readonly string[] Ways = ["one address each", "both addresses", "a gateway"];
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(3);

    public static async Task<int> RunAsync(string[] args)
    {
        var options = Options.Read(args, "--docs");
        var table = await MeasureAsync();
        Console.WriteLine(table.ToMarkdown());
        if (options["--docs"] is { } docs)
        {
            MeasuredSection.Replace(docs, "failover", [table]);
        }

        return 0;
    }

    /// <summary>The clients of a service with replicas at some addresses, as services have them.</summary>
    public static ServiceProvider Clients(IReadOnlyList<string> addresses)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                addresses.Select((address, index) => KeyValuePair.Create($"services:inference:grpc:{index}", (string?)address)))
            .Build();
        var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration);
        services.AddServiceClient<Classifier.ClassifierClient>("inference");
        return services.BuildServiceProvider();
    }

    private static async Task<BenchmarkTable> MeasureAsync()
    {
        using var folder = new TemporaryFolder();
        (string, string)[] settings =
        [
            ("MICROGENRE_MODELS", ServingBenchmark.ModelsIn(folder)),
            ("MICROGENRE_DATA", folder["data"]),
            ("Inference:DefaultModel", "statistics"),
        ];
        var track = ServingBenchmark.WriteTrack(folder["data"]);
        await using var first = await ServiceProcess.StartAsync("MicroGenre.Inference", ServerCore, settings);
        await using var second = await ServiceProcess.StartAsync("MicroGenre.Inference", ServerCore, settings);
        await using var gateway = await Gateway.StartAsync([first, second]);
        await using var one = Clients([first.Address]);
        await using var other = Clients([second.Address]);
        await using var both = Clients([first.Address, second.Address]);
        await using var through = Clients([gateway.Address]);
        List<List<(string Event, Outcome Outcome)>> ways = [];
        foreach (var clients in new ServiceProvider[][] { [one, other], [both], [through] })
        {
            ways.Add(await EventsAsync(first, second, () => AskAsync(track, clients)));
        }

        return new BenchmarkTable(
            $"{Callers} callers, {CallsEach} calls each; {BenchmarkReport.ThisMachine}",
            ["event", .. Ways.SelectMany(way => new[] { $"{way}: failed", "95 % within" })],
            [.. ways[0].Select((row, index) => new[] { row.Event }.Concat(ways.SelectMany(way => way[index].Outcome.Cells)).ToArray())]);
    }

    /// <summary>Has all that can happen to two replicas happen, and measures each time.</summary>
    private static async Task<List<(string Event, Outcome Outcome)>> EventsAsync(
        ServiceProcess first, ServiceProcess second, Func<Task<Outcome>> ask)
    {
        // Connections and compiled code are there before anything counts.
        await ask();
        var rows = new List<(string, Outcome)> { ("both answer", await ask()) };
        await first.Process.FreezeAsync();
        rows.Add(("one hangs", await ask()));
        rows.Add(("it hangs still", await ask()));
        await first.Process.ThawAsync();
        rows.Add(("it goes on", await ask()));
        await first.Process.KillAsync();
        rows.Add(("it is killed", await ask()));
        await second.Process.KillAsync();
        rows.Add(("the last one is killed", await ask()));
        await first.ReplaceAsync();
        await second.ReplaceAsync();
        rows.Add(("both are back", await ask()));
        return rows;
    }

    private static async Task<Outcome> AskAsync(string track, ServiceProvider[] services)
    {
        var request = new ClassifyRequest { Audio = new AudioSource { Path = track } };
        var (times, failed) = (new ConcurrentBag<double>(), 0);
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            var client = services[caller % services.Length].GetRequiredService<Classifier.ClassifierClient>();
            for (var call = 0; call < CallsEach; call++)
            {
                var begin = Stopwatch.GetTimestamp();
                try
                {
                    await client.ClassifyAsync(request, deadline: DateTime.UtcNow + Deadline);
                    times.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
                }
                catch (RpcException)
                {
                    Interlocked.Increment(ref failed);
                }
            }
        })));
        return new Outcome(failed, LoadResult.Quantile([.. times.Order()], 0.95));
    }

    /// <summary>What callers met.</summary>
    /// <param name="Failed">Calls that failed.</param>
    /// <param name="P95">95 % of the others were answered within so many milliseconds.</param>
    private sealed record Outcome(int Failed, double P95)
    {
        public string[] Cells =>
            [$"{Failed}", double.IsNaN(P95) ? "–" : string.Create(CultureInfo.InvariantCulture, $"{P95:0} ms")];
    }
}
