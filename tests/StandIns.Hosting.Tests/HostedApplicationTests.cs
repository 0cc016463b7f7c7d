using System.Net.Http.Json;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using MicroGenre.Testing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace StandIns.Hosting.Tests;

/// <summary>What a host gives its resources. The sample host has Redis, the service <c>back-end</c> that uses it, and the service <c>front</c> that uses <c>back-end</c>.</summary>
public class HostedApplicationTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [ContainerFact]
    public async Task Resources_learn_each_others_addresses_and_their_own()
    {
        await using var application = await StartAsync();
        await HealthyAsync(application, "front");

        var backEnd = await EnvironmentAsync(application, "back-end");
        var front = await EnvironmentAsync(application, "front");

        Assert.Equal("blue", backEnd["COLOUR"]);
        Assert.Equal("back-end", backEnd["OTEL_SERVICE_NAME"]);
        Assert.Equal(await application.GetConnectionStringAsync("redis"), backEnd["ConnectionStrings__redis"]);
        Assert.False(front.ContainsKey("ConnectionStrings__redis"));
        Assert.Equal(application.GetEndpoint("back-end", "grpc"), new Uri(front["services__back-end__grpc__0"]));
        Assert.Equal(application.GetEndpoint("back-end", "http"), new Uri(front["services__back-end__http__0"]));
        Assert.EndsWith($"{Path.DirectorySeparatorChar}Service", await application.CreateHttpClient("front").GetStringAsync(new Uri("/folder", UriKind.Relative)), StringComparison.Ordinal);
    }

    [ContainerFact]
    public async Task Redis_is_a_redis_and_keeps_its_address_when_it_is_stopped_and_started()
    {
        await using var application = await StartAsync();
        await HealthyAsync(application, "redis");
        var address = await application.GetConnectionStringAsync("redis");
        await PingAsync(address!);

        await application.ResourceCommands.ExecuteCommandAsync("redis", KnownResourceCommands.StopCommand);
        await application.ResourceNotifications.WaitForResourceAsync("redis", KnownResourceStates.Exited).WaitAsync(Limit);
        await Assert.ThrowsAnyAsync<RedisConnectionException>(() => PingAsync(address!));

        await application.ResourceCommands.ExecuteCommandAsync("redis", KnownResourceCommands.StartCommand);
        await HealthyAsync(application, "redis");
        Assert.Equal(address, await application.GetConnectionStringAsync("redis"));
        await PingAsync(address!);
    }

    [ContainerFact]
    public async Task A_resource_waits_until_the_one_it_needs_is_healthy()
    {
        await using var application = await StartAsync(backEnd => backEnd.WithEnvironment("START_UNHEALTHY", "true"));
        await application.ResourceNotifications.WaitForResourceAsync("back-end", change => change.Snapshot.HealthStatus == HealthStatus.Unhealthy).WaitAsync(Limit);
        await application.ResourceNotifications.WaitForResourceAsync("front", KnownResourceStates.Waiting).WaitAsync(Limit);

        await Eventually.HoldsAsync(() => BecomeHealthyAsync(application), Limit, "the back end answers");

        await HealthyAsync(application, "front");
    }

    [ContainerFact]
    public async Task A_resource_that_ends_is_told_with_its_exit_code()
    {
        await using var application = await StartAsync();
        await HealthyAsync(application, "back-end");

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => application.CreateHttpClient("back-end").PostAsync(new Uri("/exit/3", UriKind.Relative), content: null));

        var end = await application.ResourceNotifications.WaitForResourceAsync("back-end", change => change.Snapshot.ExitCode is not null).WaitAsync(Limit);
        Assert.Equal(3, end.Snapshot.ExitCode);
        Assert.Equal(KnownResourceStates.Exited, end.Snapshot.State?.Text);
        await Assert.ThrowsAsync<DistributedApplicationException>(() => HealthyAsync(application, "back-end"));
    }

    [ContainerFact]
    public async Task Replicas_share_an_address_and_one_goes_on_when_the_other_ends()
    {
        await using var application = await StartAsync(backEnd => backEnd.WithReplicas(2));
        await HealthyAsync(application, "front");
        Assert.Equal(application.GetEndpoint("back-end", "http"), new Uri((await EnvironmentAsync(application, "front"))["services__back-end__http__0"]));

        var instances = new HashSet<string>(StringComparer.Ordinal);
        await Eventually.HoldsAsync(
            async () =>
            {
                instances.Add((await EnvironmentAsync(application, "back-end"))["OTEL_RESOURCE_ATTRIBUTES"]);
                return instances.Count == 2;
            },
            Limit,
            "both processes have answered");

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => application.CreateHttpClient("back-end").PostAsync(new Uri("/exit/3", UriKind.Relative), content: null));

        var end = await application.ResourceNotifications.WaitForResourceAsync("back-end", change => change.Snapshot.ExitCode is not null).WaitAsync(Limit);
        Assert.Equal(3, end.Snapshot.ExitCode);
        var other = await EnvironmentAsync(application, "back-end");
        Assert.Contains(other["OTEL_RESOURCE_ATTRIBUTES"], instances);
        Assert.Equal(other["OTEL_RESOURCE_ATTRIBUTES"], (await EnvironmentAsync(application, "back-end"))["OTEL_RESOURCE_ATTRIBUTES"]);
        var running = await application.ResourceNotifications.WaitForResourceAsync("back-end", change => change.ResourceId != end.ResourceId).WaitAsync(Limit);
        Assert.Equal(KnownResourceStates.Running, running.Snapshot.State?.Text);
    }

    [ContainerFact]
    public async Task Two_applications_run_side_by_side()
    {
        await using var one = await StartAsync();
        await using var other = await StartAsync();
        await Task.WhenAll(HealthyAsync(one, "back-end"), HealthyAsync(other, "back-end"));

        Assert.NotEqual(one.GetEndpoint("back-end", "grpc"), other.GetEndpoint("back-end", "grpc"));
    }

    private static async Task<DistributedApplication> StartAsync(Action<IResourceBuilder<ProjectResource>>? configureBackEnd = null)
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.SampleHost_AppHost>();
        configureBackEnd?.Invoke(builder.CreateResourceBuilder(builder.Resources.OfType<ProjectResource>().Single(project => project.Name == "back-end")));
        var application = await builder.BuildAsync();
        await application.StartAsync().WaitAsync(Limit);
        return application;
    }

    private static async Task HealthyAsync(DistributedApplication application, string resource) =>
        await application.ResourceNotifications.WaitForResourceHealthyAsync(resource).WaitAsync(Limit);

    private static async Task<Dictionary<string, string>> EnvironmentAsync(DistributedApplication application, string resource) =>
        await application.CreateHttpClient(resource).GetFromJsonAsync<Dictionary<string, string>>("/environment") ?? [];

    private static async Task<bool> BecomeHealthyAsync(DistributedApplication application)
    {
        using var client = application.CreateHttpClient("back-end");
        try
        {
            using var response = await client.PostAsync(new Uri("/health/true", UriKind.Relative), content: null);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task PingAsync(string connectionString)
    {
        using var connection = await ConnectionMultiplexer.ConnectAsync(connectionString);
        await connection.GetDatabase().PingAsync();
    }
}
