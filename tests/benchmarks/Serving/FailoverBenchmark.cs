using Grpc.Core;
using MicroGenre.Contracts;
using MicroGenre.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace MicroGenre.Benchmarks.Serving;

/// <summary>
/// <c>bench serving --failover</c>: how many calls with a deadline of three seconds fail while one of two replicas hangs or is dead, for
/// callers with one address,
/// half of them with each replica's as behind a proxy of connections, and for callers who know both.
/// </summary>
internal static class FailoverBenchmark
{
    private const int ServerCore = 0;
    private const int Callers = 10;
    private const int CallsEach = 10;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(3);

    public static async Task<BenchmarkReport> RunAsync()
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
        await using var one = Clients([first.Address]);
        await using var other = Clients([second.Address]);
        await using var both = Clients([first.Address, second.Address]);
        var lines = new List<BenchmarkLine>();

        async Task MeasureAsync(string what)
        {
            var apart = await FailuresAsync(track, one, other);
            var together = await FailuresAsync(track, both, both);
            lines.Add(
                new BenchmarkLine(
                $"{what}: failed with both addresses", together, $"of {Callers * CallsEach}", apart, "with one address each"));
        }

        await MeasureAsync("both answer");
        await first.Process.FreezeAsync();
        await MeasureAsync("one hangs");
        await MeasureAsync("one hangs still");
        await first.Process.ThawAsync();
        await MeasureAsync("it goes on");
        await first.Process.KillAsync();
        await MeasureAsync("one is dead");
        await second.Process.KillAsync();
        await MeasureAsync("both are dead");
        await first.ReplaceAsync();
        await second.ReplaceAsync();
        await MeasureAsync("both are back");
        return new BenchmarkReport(
            "serving-failover", $"{Environment.ProcessorCount} cores, services on one", DateTimeOffset.UtcNow, lines);
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

    private static async Task<int> FailuresAsync(string track, params ServiceProvider[] services)
    {
        var request = new ClassifyRequest { Audio = new AudioSource { Path = track } };
        var failures = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            var client = services[caller % services.Length].GetRequiredService<Classifier.ClassifierClient>();
            var failed = 0;
            for (var call = 0; call < CallsEach; call++)
            {
                try
                {
                    await client.ClassifyAsync(request, deadline: DateTime.UtcNow + Deadline);
                }
                catch (RpcException)
                {
                    failed++;
                }
            }

            return failed;
        })));
        return failures.Sum();
    }
}
