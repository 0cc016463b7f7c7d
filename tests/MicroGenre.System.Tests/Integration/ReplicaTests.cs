using System.Diagnostics;
using Aspire.Hosting.ApplicationModel;
using MicroGenre.OtlpCollector;
using MicroGenre.Testing;

namespace MicroGenre.Integration.Tests;

/// <summary>What callers notice of two processes of Inference that come and go: nothing.</summary>
[Collection(nameof(RunningSystem))]
public class ReplicaTests
{
    private const string Project = "MicroGenre.Inference";
    private const int Answers = 3;

    [LinuxFact]
    public async Task No_caller_loses_a_request_while_models_redis_and_replicas_come_and_go()
    {
        using var folder = new TemporaryFolder();
        Music.WriteDataSet(Directory.CreateDirectory(folder["music"]).FullName);
        await using var telemetry = await Collector.StartAsync();
        await using var system = await RunningSystem.StartAsync(folder, telemetry, "--Replicas:inference=2");
        await system.TrainAsync();
        var replicas = await system.ReplicasAsync("inference", 2);
        await AreReadyAsync(system);
        await using var callers = new Callers(4, system.AddressOf("inference"), "calm/calm.0.wav");
        await callers.HaveAnswersAsync(Answers);

        foreach (var version in new[] { 2, 3 })
        {
            CopyModel(folder["models"], version);
            await callers.HaveAnswersAsync(Answers, version);
        }

        await system.CommandAsync("redis", KnownResourceCommands.StopCommand);
        await callers.HaveAnswersAsync(Answers);
        await system.CommandAsync("redis", KnownResourceCommands.StartCommand);
        await callers.HaveAnswersAsync(Answers);

        // Watched from before the kill: a replica that has been replaced is no longer reported.
        var ending = system.EndedAsync("inference");
        using (var killed = Process.GetProcessById(system.ProcessesOf(Project)[0].Id))
        {
            killed.Kill();
        }

        await callers.HaveAnswersAsync(Answers);
        var ended = (await ending).ResourceId;
        await AreReadyAsync(system);
        await system.CommandAsync(replicas.Single(replica => replica != ended), KnownResourceCommands.StopCommand);
        await callers.HaveAnswersAsync(Answers);

        await callers.StopAsync();
        await Eventually.HoldsAsync(() => system.ProcessesOf(Project).Count == 1, RunningSystem.Limit, "one replica is left");
    }

    private static async Task AreReadyAsync(RunningSystem system)
    {
        using var http = new HttpClient();
        await Eventually.HoldsAsync(
            async () => system.ProcessesOf(Project) is { Count: 2 } processes
                && await processes.ToAsyncEnumerable().AllAsync(async (process, _) => await IsReadyAsync(http, process.Address)),
            RunningSystem.Limit,
            "both replicas are ready");
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, Uri address)
    {
        try
        {
            using var response = await http.GetAsync(new Uri(address, "/health"));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static void CopyModel(string models, int version)
    {
        var (original, copy) = (Path.Combine(models, RunningSystem.Model, "1"), Path.Combine(models, RunningSystem.Model, $"{version}"));
        Directory.CreateDirectory($"{copy}.new");
        foreach (var file in Directory.GetFiles(original))
        {
            File.Copy(file, Path.Combine($"{copy}.new", Path.GetFileName(file)));
        }

        Directory.Move($"{copy}.new", copy);
    }
}
