using MicroGenre.Testing;

namespace MicroGenre.Integration.Tests;

/// <summary>How <c>microgenre up</c> ends, however it ends: with nothing left behind.</summary>
[Collection(nameof(RunningSystem))]
public class HostStopTests
{
    // As the kernel shortens it.
    private const string Service = "MicroGenre.Feat";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    [LinuxTheory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_signal_stops_everything_and_the_exit_code_is_0(string signal)
    {
        using var host = HostProcess.Start();
        await RunsAsync(host);

        host.Signal(signal);

        Assert.Equal(0, await host.ExitCodeAsync(Limit));
        await LeavesNothingAsync(host);
    }

    [LinuxFact]
    public async Task A_killed_host_leaves_no_process_behind()
    {
        using var host = HostProcess.Start();
        await RunsAsync(host);

        host.Signal("KILL");

        await host.ExitCodeAsync(Limit);
        await LeavesNothingAsync(host);
    }

    [LinuxFact]
    public async Task A_host_killed_while_it_starts_leaves_no_process_behind()
    {
        using var host = HostProcess.Start();
        await host.RunsAsync("dcp", Limit);

        host.Signal("KILL");

        await host.ExitCodeAsync(Limit);
        await LeavesNothingAsync(host);
    }

    private static Task RunsAsync(HostProcess host) =>
        Eventually.HoldsAsync(() => host.Descendants().Exists(name => name.StartsWith(Service, StringComparison.Ordinal)),
            RunningSystem.Limit, "a service runs");

    private static Task LeavesNothingAsync(HostProcess host) =>
        Eventually.HoldsAsync(() => host.Descendants().Count == 0, Limit, "every process of the host has ended");
}
