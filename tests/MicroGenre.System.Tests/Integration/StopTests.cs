using MicroGenre.OtlpCollector;
using MicroGenre.Testing;

namespace MicroGenre.Integration.Tests;

/// <summary>How the system ends.</summary>
[Collection(nameof(RunningSystem))]
public class StopTests
{
    [LinuxFact]
    public async Task A_stopped_system_leaves_no_process_behind()
    {
        using var folder = new TemporaryFolder();
        await using var telemetry = await Collector.StartAsync();
        var system = await RunningSystem.StartAsync(folder, telemetry);
        await system.HealthyAsync("training");
        Assert.NotEmpty(system.Processes());

        await system.DisposeAsync();

        await Eventually.HoldsAsync(() => system.Processes().Count == 0, RunningSystem.Limit, "all processes have ended");
    }
}
