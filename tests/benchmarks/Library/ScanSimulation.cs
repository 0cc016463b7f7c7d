namespace MicroGenre.Benchmarks.Library;

/// <summary>What a scan on many nodes is made of; all of it measured on one machine.</summary>
/// <param name="AnalysisSeconds">Processor time to read, hash and analyse a track.</param>
/// <param name="CoordinatorSeconds">Processor time that handing out and taking back costs for each track.</param>
/// <param name="CommitsPerSecond">Tracks that the database takes in a second.</param>
/// <param name="RedisPerSiloSecond">Commands that a silo sends to Redis in a second.</param>
/// <param name="RedisLimit">Commands that Redis answers in a second.</param>
internal sealed record ScanCosts(
    double AnalysisSeconds, double CoordinatorSeconds, double CommitsPerSecond, double RedisPerSiloSecond, double RedisLimit);

/// <summary>What became of a simulated scan.</summary>
/// <param name="Seconds">How long it took.</param>
/// <param name="Busy">The share of the cores' time that went into analysis.</param>
/// <param name="Again">Tracks that were analysed again, since their node died.</param>
internal sealed record SimulatedScan(double Seconds, double Busy, int Again);

/// <summary>
/// A scan on many nodes, event by event: one coordinator hands out shards, cores analyse them, one writer commits batches, and nodes die.
/// The rules are those of <c>ShardFinder</c> and <c>LibraryScanner</c>: four tracks to a shard, 32 tracks to a batch, and nothing more is
/// handed out while the writer is behind.
/// </summary>
internal sealed class ScanSimulation(ScanCosts costs, int nodes, int cores, double secondsBetweenDeaths)
{
    private const int ShardSize = 4;
    private const int Batch = 32;
    private const double Restart = 10;
    private const double Declared = 3;
    private readonly Random _random = new(1);

    /// <summary>Simulates a scan of so many tracks.</summary>
    public SimulatedScan Run(int tracks)
    {
        var free = new PriorityQueue<int, double>();
        for (var i = 0; i < nodes * cores; i++)
        {
            free.Enqueue(i % nodes, 0);
        }

        // When each node dies next, and is back.
        var deaths = new double[nodes];
        for (var i = 0; i < nodes; i++)
        {
            deaths[i] = Life();
        }

        var finished = new PriorityQueue<int, double>();
        var (coordinator, writer, busy, waiting, again) = (0.0, 0.0, 0.0, 0, 0);
        for (var left = tracks; left > 0;)
        {
            free.TryDequeue(out var node, out var ready);
            var shard = Math.Min(ShardSize, left);

            // One thread hands out; it waits for the writer where a batch is full and another is being written.
            coordinator = Math.Max(coordinator, ready) + (shard * costs.CoordinatorSeconds);
            while (finished.TryPeek(out var done, out var at) && at <= coordinator)
            {
                finished.Dequeue();
                waiting += done;
                if (waiting >= Batch)
                {
                    writer = Math.Max(writer, at) + (waiting / costs.CommitsPerSecond);
                    waiting = 0;
                    coordinator = Math.Max(coordinator, writer - (Batch / costs.CommitsPerSecond));
                }
            }

            var begin = Math.Max(coordinator, ready);
            var end = begin + Work(shard);
            if (end >= deaths[node])
            {
                // Handed out again once the node is known to be dead; the node's core is back after its start.
                again += shard;
                free.Enqueue(node, Math.Max(begin, deaths[node]) + Declared + Restart);
                if (begin >= deaths[node])
                {
                    deaths[node] = begin + Declared + Restart + Life();
                }

                continue;
            }

            busy += end - begin;
            left -= shard;
            finished.Enqueue(shard, end);
            free.Enqueue(node, end);
        }

        var last = writer;
        while (finished.TryDequeue(out var done, out var at))
        {
            last = Math.Max(last, at) + (done / costs.CommitsPerSecond);
        }

        return new SimulatedScan(last, busy / (last * nodes * cores), again);
    }

    // Tracks differ in length: their shards take from half to one and a half of the mean.
    private double Work(int tracks) => tracks * costs.AnalysisSeconds * (0.5 + _random.NextDouble());

    private double Life() => -secondsBetweenDeaths * nodes * Math.Log(1 - _random.NextDouble());
}
