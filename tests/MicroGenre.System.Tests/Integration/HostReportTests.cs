using System.Globalization;
using System.Text.RegularExpressions;
using MicroGenre.Testing;

namespace MicroGenre.Integration.Tests;

/// <summary>What <c>microgenre up</c> tells on the console.</summary>
[Collection(nameof(RunningSystem))]
public partial class HostReportTests(HealthyHost healthy) : IClassFixture<HealthyHost>
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    [LinuxFact]
    public void An_engine_that_answers_and_cannot_give_the_image_leaves_redis_to_a_local_process() => Assert.Matches(
        "docker and podman cannot get the image docker.io/library/redis:.* within 60 s(: Redis runs as a local process|, and there is no "
        + "redis-server)",
        healthy.Host.Output);

    [LinuxFact]
    public void A_table_tells_the_address_of_every_service()
    {
        foreach (var service in new[] { "feature-extraction", "training", "inference", "segmenting", "evaluating", "collecting" })
        {
            Assert.Matches($@"(?m)^  {service}\s+Healthy\s+grpc http://127\.0\.0\.1:{PortOf(service)}  http http://127\.0\.0\.1:\d+$",
                healthy.Host.Output);
        }

        Assert.Matches($@"(?m)^  web\s+Healthy\s+http http://127\.0\.0\.1:{PortOf("web")}$", healthy.Host.Output);
    }

    [LinuxFact]
    public async Task The_table_tells_where_the_dashboard_lets_in()
    {
        var login = DashboardLine().Match(healthy.Host.Output).Groups["url"].Value;
        using var client = new HttpClient();

        using var answer = await client.GetAsync(new Uri(login));

        Assert.Equal(PortOf("dashboard"), new Uri(login).Port.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain("/login", answer.RequestMessage!.RequestUri!.AbsolutePath, StringComparison.Ordinal);
    }

    [LinuxFact]
    public async Task A_second_host_at_the_same_ports_says_in_one_line_which_are_taken()
    {
        using var second = HostProcess.Start(null, [.. healthy.Arguments, "--Cache=none"]);

        Assert.Equal(1, await second.ExitCodeAsync(Limit));

        Assert.Equal(2, second.Output.Split('\n').Length);
        Assert.Contains($"microgenre: These ports are in use: {PortOf("dashboard")} (dashboard), ", second.Output,
            StringComparison.Ordinal);
        Assert.Contains($"{PortOf("inference")} (inference)", second.Output, StringComparison.Ordinal);
    }

    [LinuxFact]
    public void Services_run_without_a_build_tool_beside_them() => Assert.DoesNotContain("dotnet", healthy.Host.Descendants());

    [LinuxFact]
    public async Task A_service_that_dies_is_told_with_its_exit_code()
    {
        // As the kernel shortens it.
        healthy.Host.Kill("MicroGenre.Eval");

        await healthy.Host.WritesAsync("[evaluating] ", Limit);
        await Eventually.HoldsAsync(
            () => EndedLine().IsMatch(healthy.Host.Output), Limit, "the table tells that it ended");
    }

    [LinuxFact]
    public Task A_service_that_dies_is_started_again() => IsStartedAgainAsync("MicroGenre.Segm"); // As the kernel shortens it.

    [RedisFact]
    public Task Redis_that_dies_is_started_again() => IsStartedAgainAsync("redis-server");

    [GeneratedRegex(@"^  evaluating\s+(?:Exited|Finished|FailedToStart)", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex EndedLine();

    [GeneratedRegex(@"^  dashboard\s+http (?<url>http://localhost:\d+/login\?t=\w+)$",
        RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex DashboardLine();

    private async Task IsStartedAgainAsync(string program)
    {
        var before = healthy.Host.IdsOf(program);

        healthy.Host.Kill(program);

        await Eventually.HoldsAsync(
            () => healthy.Host.IdsOf(program) is [var id] && !before.Contains(id), Limit, "another process takes its place");
    }

    private string PortOf(string part) =>
        healthy.Arguments.Single(argument => argument.StartsWith($"--Ports:{part}=", StringComparison.Ordinal)).Split('=')[1];
}
