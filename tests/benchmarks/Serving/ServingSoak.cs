using System.Collections.Concurrent;
using System.Diagnostics;
using Grpc.Core;
using MicroGenre.Contracts;
using MicroGenre.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace MicroGenre.Benchmarks.Serving;

/// <summary>
/// <c>bench serving --soak SECONDS</c>: callers ask for all that two replicas can give, while versions of the model are swapped every
/// second, Redis is killed and
/// started again every five, one replica hangs for five seconds and the other is killed and started again every twenty, and at the end one
/// gets SIGTERM and then the
/// other. Counts the requests that fail.
/// </summary>
internal static class ServingSoak
{
    private const int ServerCore = 0;
    private const int Callers = 32;
    private const int RedisSeconds = 5;
    private const int ReplicaSeconds = 20;

    public static async Task<BenchmarkReport> RunAsync(double seconds)
    {
        using var folder = new TemporaryFolder();
        var models = ServingBenchmark.ModelsIn(folder);
        var track = ServingBenchmark.WriteTrack(folder["data"]);
        var redisPort = Ports.Free();
        var redis = StartRedis(redisPort);
        await using var features = await ServiceProcess.StartAsync(
            "MicroGenre.FeatureExtraction", ServerCore, ("MICROGENRE_DATA", folder["data"]),
                ("ConnectionStrings:cache", $"127.0.0.1:{redisPort}"));
        (string, string)[] settings =
        [
            ("MICROGENRE_MODELS", models), ("MICROGENRE_DATA", folder["data"]), ("Inference:DefaultModel", "statistics"),
                ("services:feature-extraction:grpc:0", features.Address),
        ];
        await using var service = await ServiceProcess.StartAsync("MicroGenre.Inference", ServerCore, settings);
        await using var replica = await ServiceProcess.StartAsync("MicroGenre.Inference", ServerCore, settings);
        await using var clients = FailoverBenchmark.Clients([service.Address, replica.Address]);
        var load = new Load(clients.GetRequiredService<Classifier.ClassifierClient>(), track);
        var replaced = Task.CompletedTask;
        var callers = load.StartAsync();
        var (version, redisStarts, replicaStarts, clock) = (1, 0, 0, Stopwatch.StartNew());
        using (var timer = new PeriodicTimer(TimeSpan.FromSeconds(1)))
        {
            while (clock.Elapsed.TotalSeconds < seconds && await timer.WaitForNextTickAsync())
            {
                CopyVersion(models, "statistics", ++version);
                if (version % RedisSeconds == 0)
                {
                    await redis.KillAsync();
                    await redis.DisposeAsync();
                    redis = StartRedis(redisPort);
                    redisStarts++;
                }

                switch (version % ReplicaSeconds)
                {
                    case 5:
                        await service.Process.FreezeAsync();
                        break;
                    case 10:
                        await service.Process.ThawAsync();
                        break;
                    case 15:
                        await replaced;
                        replaced = replica.ReplaceAsync();
                        replicaStarts++;
                        break;
                }
            }
        }

        await service.Process.ThawAsync();
        await replaced;
        var memory = service.Process.MemoryMebibytes;
        await replica.Process.TerminateAsync();
        load.IsStopping = true;
        await service.Process.TerminateAsync();
        load.IsOver = true;
        await callers;
        await redis.DisposeAsync();
        return new BenchmarkReport("serving-soak", $"{Environment.ProcessorCount} cores, services on one", DateTimeOffset.UtcNow,
        [
            new BenchmarkLine($"{clock.Elapsed.TotalSeconds:0} s, {Callers} callers: answers", load.Answered, "answers"),
            new BenchmarkLine("versions that answered", load.Versions, "versions",
                Note: $"of {version} that came, one a second; {redisStarts} times Redis was killed and started"),
            new BenchmarkLine("95 % of the answers came within", load.P95, "ms",
                Note: $"{replicaStarts} times a replica was killed and started, and the other hung for 5 s"),
            new BenchmarkLine("failed before the last replica was told to stop", load.Failures.Values.Sum(), "requests",
                Note: string.Join("; ", load.Failures.Keys)),
            new BenchmarkLine("refused with UNAVAILABLE afterwards, by design", load.Refused, "requests"),
            new BenchmarkLine("failed otherwise afterwards", load.LateFailures.Values.Sum(), "requests",
                Note: string.Join("; ", load.LateFailures.Keys)),
            new BenchmarkLine("memory of the service at the end", memory, "MiB", Note: $"exit code {service.Process.ExitCode}"),
        ]);
    }

    private static PinnedProcess StartRedis(int port) =>
        new(ServerCore, ["redis-server", "--port", $"{port}", "--save", "", "--bind", "127.0.0.1"]);

    private static void CopyVersion(string models, string name, int version)
    {
        var hidden = Directory.CreateDirectory(Path.Combine(models, name, $".{version}")).FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(models, name, "1")))
        {
            File.Copy(file, Path.Combine(hidden, Path.GetFileName(file)));
        }

        Directory.Move(hidden, Path.Combine(models, name, $"{version}"));
    }

    /// <summary>The callers and what they meet.</summary>
    private sealed class Load(Classifier.ClassifierClient client, string track)
    {
        private readonly ConcurrentDictionary<int, bool> _versions = new();
        private readonly ConcurrentQueue<double> _milliseconds = new();
        private int _refused;

        public bool IsStopping { get; set; }

        public bool IsOver { get; set; }

        public int Answered => _milliseconds.Count;

        public double P95 => _milliseconds.Order().ElementAt((int)(0.95 * (_milliseconds.Count - 1)));

        public int Refused => _refused;

        public int Versions => _versions.Count;

        public ConcurrentDictionary<string, int> Failures { get; } = new(StringComparer.Ordinal);

        public ConcurrentDictionary<string, int> LateFailures { get; } = new(StringComparer.Ordinal);

        public Task StartAsync() => Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(AskAsync)));

        private async Task AskAsync()
        {
            var request = new ClassifyRequest { Audio = new AudioSource { Path = track } };
            while (!IsOver)
            {
                try
                {
                    var begin = Stopwatch.GetTimestamp();
                    _versions[(await client.ClassifyAsync(request)).Version] = true;
                    _milliseconds.Enqueue(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
                }
                catch (RpcException e) when (IsStopping && e.StatusCode == StatusCode.Unavailable)
                {
                    // Whoever has a replica would ask it; this one has none, and tries again.
                    Interlocked.Increment(ref _refused);
                    await Task.Delay(TimeSpan.FromMilliseconds(50));
                }
                catch (RpcException e)
                {
                    (IsStopping ? LateFailures : Failures).AddOrUpdate($"{e.StatusCode}: {e.Status.Detail}", 1, (_, count) => count + 1);
                }
            }
        }
    }
}
