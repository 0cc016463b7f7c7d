using System.Globalization;
using StackExchange.Redis;

namespace MicroGenre.Benchmarks.Library;

/// <summary>A million tracks on many nodes: a calculation of each limit by itself, and a simulation of all of them together.</summary>
internal static class ClusterPaper
{
    private const int Tracks = 1_000_000;
    private const int Cores = 8;
    private const double SecondsBetweenDeaths = 600;
    private const int RedisCallers = 50;
    private static readonly TimeSpan RedisTime = TimeSpan.FromSeconds(2);

    /// <summary>The tables.</summary>
    public static IEnumerable<BenchmarkTable> Tables(ScanCosts costs, string database)
    {
        yield return new BenchmarkTable(
            "measured here, and taken for the nodes",
            ["what", "figure"],
            [
                ["read, hash and analyse a track of 30 s", Format($"{costs.AnalysisSeconds * 1000:0.0} ms of a core")],
                ["hand a track out and take it back", Format($"{costs.CoordinatorSeconds * 1000:0.00} ms of the coordinator's core")],
                [$"commit ({database})", Format($"{costs.CommitsPerSecond:0} tracks/s")],
                ["commands that a silo sends to Redis", Format($"{costs.RedisPerSiloSecond:0.0} per second")],
                ["commands that Redis answers", Format($"{costs.RedisLimit:0} per second")],
            ]);
        yield return new BenchmarkTable(
            Format($"{Tracks} tracks of 30 s, nodes of {Cores} cores, one node dies every {SecondsBetweenDeaths / 60:0} minutes"),
            ["nodes", "analysis alone", "coordinator alone", "database alone", "Redis, share of its limit", "simulated", "cores busy",
                "analysed again"],
            [.. new[] { 1, 10, 100 }.Select(nodes => Row(costs, nodes))]);
    }

    /// <summary>How many commands a second Redis answers to many callers at once.</summary>
    public static async Task<double> RedisLimitAsync(string connection)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(connection);
        var database = redis.GetDatabase();
        var end = DateTime.UtcNow + RedisTime;
        var counts = await Task.WhenAll(Enumerable.Range(0, RedisCallers).Select(async caller =>
        {
            var count = 0;
            while (DateTime.UtcNow < end)
            {
                await database.StringSetAsync(Format($"limit:{caller}"), count++);
            }

            return count;
        }));
        return counts.Sum() / RedisTime.TotalSeconds;
    }

    private static string[] Row(ScanCosts costs, int nodes)
    {
        var simulated = new ScanSimulation(costs, nodes, Cores, SecondsBetweenDeaths).Run(Tracks);
        return
        [
            Format($"{nodes}"),
            Time(Tracks * costs.AnalysisSeconds / (nodes * Cores)),
            Time(Tracks * costs.CoordinatorSeconds),
            Time(Tracks / costs.CommitsPerSecond),
            Format($"{100 * nodes * costs.RedisPerSiloSecond / costs.RedisLimit:0.00} %"),
            Time(simulated.Seconds),
            Format($"{100 * simulated.Busy:0} %"),
            Format($"{simulated.Again}"),
        ];
    }

    private static string Time(double seconds) => TimeSpan.FromSeconds(seconds).ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture);

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
