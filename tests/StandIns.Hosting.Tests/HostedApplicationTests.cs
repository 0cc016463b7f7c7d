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

    [RedisFact]
    public async Task Resources_learn_each_others_addresses_and_their_own()
    {
        await using var application = await StartAsync();
        await HealthyAsync(application, "front");

        var backEnd = await EnvironmentAsync(application, "back-end");
        var front = await EnvironmentAsync(application, "front");

        Assert.Equal("blue", backEnd["COLOUR"]);
        Assert.Equal("back-end", backEnd["OTEL_SERVICE_NAME"]);
        Assert.Equal(await application.GetConnectionStringAsync("cache"), backEnd["ConnectionStrings__cache"]);
        Assert.False(front.ContainsKey("ConnectionStrings__cache"));
        Assert.Equal(application.GetEndpoint("back-end", "grpc"), new Uri(front["services__back-end__grpc__0"]));
        Assert.Equal(application.GetEndpoint("back-end", "http"), new Uri(front["services__back-end__http__0"]));
        Assert.EndsWith($"{Path.DirectorySeparatorChar}Service", await application.CreateHttpClient("front").GetStringAsync(new Uri("/folder", UriKind.Relative)), StringComparison.Ordinal);
    }

    [RedisFact]
    public async Task Redis_is_a_redis_and_keeps_its_address_when_it_is_stopped_and_started()
    {
        await using var application = await StartAsync();
        await HealthyAsync(application, "redis");
        var address = await application.GetConnectionStringAsync("cache");
        await AnswersAsync(address!);

        await application.ResourceCommands.ExecuteCommandAsync("redis", KnownResourceCommands.StopCommand);
        await EndAsync(application, "redis");
        await Assert.ThrowsAnyAsync<RedisConnectionException>(() => PingAsync(address!));

        await application.ResourceCommands.ExecuteCommandAsync("redis", KnownResourceCommands.StartCommand);
        await HealthyAsync(application, "redis");
        Assert.Equal(address, await application.GetConnectionStringAsync("cache"));
        await AnswersAsync(address!);
    }

    [RedisFact]
    public async Task A_resource_waits_until_the_one_it_needs_is_healthy()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "healthy");
        await using var application = await BuildAsync(backEnd => backEnd.WithEnvironment("HEALTHY_WITH", file));
        // The real package's returns when the last resource has started.
        var start = application.StartAsync();
        await application.ResourceNotifications.WaitForResourceAsync("back-end", change => change.Snapshot.HealthStatus == HealthStatus.Unhealthy).WaitAsync(Limit);
        await application.ResourceNotifications.WaitForResourceAsync("front", KnownResourceStates.Waiting).WaitAsync(Limit);

        await File.WriteAllTextAsync(file, "");

        await start.WaitAsync(Limit);
        await HealthyAsync(application, "front");
    }

    [RedisFact]
    public async Task A_resource_that_ends_is_told_with_its_exit_code()
    {
        await using var application = await StartAsync();
        await HealthyAsync(application, "back-end");

        Assert.Equal(3, (await ExitAsync(application, 3)).Snapshot.ExitCode);
        await Assert.ThrowsAsync<DistributedApplicationException>(() => HealthyAsync(application, "back-end"));
    }

    [RedisFact]
    public async Task Replicas_share_an_address_and_one_goes_on_when_the_other_ends()
    {
        await using var application = await StartReplicasAsync();
        Assert.Equal(application.GetEndpoint("back-end", "http"), new Uri((await EnvironmentAsync(application, "front"))["services__back-end__http__0"]));

        var end = await ExitAsync(application, 3);

        Assert.Equal(3, end.Snapshot.ExitCode);
        var other = await application.ResourceNotifications.WaitForResourceAsync("back-end", change => change.ResourceId != end.ResourceId).WaitAsync(Limit);
        Assert.Equal(KnownResourceStates.Running, other.Snapshot.State?.Text);
    }

    [RedisFact]
    public async Task The_replica_that_goes_on_answers_at_once_when_the_other_ends()
    {
        await using var application = await StartReplicasAsync();

        await ExitAsync(application, 3);

        var other = (await EnvironmentAsync(application, "back-end"))["OTEL_RESOURCE_ATTRIBUTES"];
        Assert.Equal(other, (await EnvironmentAsync(application, "back-end"))["OTEL_RESOURCE_ATTRIBUTES"]);
    }

    [RedisFact]
    public async Task Two_applications_run_side_by_side()
    {
        await using var one = await StartAsync();
        await using var other = await StartAsync();
        await Task.WhenAll(HealthyAsync(one, "back-end"), HealthyAsync(other, "back-end"));

        Assert.NotEqual(one.GetEndpoint("back-end", "grpc"), other.GetEndpoint("back-end", "grpc"));
    }

    private static async Task<DistributedApplication> StartAsync(Action<IResourceBuilder<ProjectResource>>? configureBackEnd = null)
    {
        var application = await BuildAsync(configureBackEnd);
        await application.StartAsync().WaitAsync(Limit);
        return application;
    }

    private static async Task<DistributedApplication> BuildAsync(Action<IResourceBuilder<ProjectResource>>? configureBackEnd)
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.SampleHost_AppHost>();
        configureBackEnd?.Invoke(builder.CreateResourceBuilder(builder.Resources.OfType<ProjectResource>().Single(project => project.Name == "back-end")));
        return await builder.BuildAsync();
    }

    private static async Task<ResourceEvent> EndAsync(DistributedApplication application, string resource) =>
        await application.ResourceNotifications.WaitForResourceAsync(
            resource, change => KnownResourceStates.TerminalStates.Contains(change.Snapshot.State?.Text) && change.Snapshot.ExitCode is not null).WaitAsync(Limit);

    // With two processes of the back end, both of which have answered.
    private static async Task<DistributedApplication> StartReplicasAsync()
    {
        var application = await StartAsync(backEnd => backEnd.WithReplicas(2));
        await HealthyAsync(application, "front");
        var instances = new HashSet<string>(StringComparer.Ordinal);
        await Eventually.HoldsAsync(
            async () =>
            {
                instances.Add((await EnvironmentAsync(application, "back-end"))["OTEL_RESOURCE_ATTRIBUTES"]);
                return instances.Count == 2;
            },
            Limit,
            "both processes have answered");
        return application;
    }

    private static async Task HealthyAsync(DistributedApplication application, string resource) =>
        await application.ResourceNotifications.WaitForResourceHealthyAsync(resource).WaitAsync(Limit);

    // By a connection of its own, which any of the resource's processes may take.
    private static async Task<Dictionary<string, string>> EnvironmentAsync(DistributedApplication application, string resource)
    {
        using var client = new HttpClient();
        return await client.GetFromJsonAsync<Dictionary<string, string>>(new Uri(application.GetEndpoint(resource, "http"), "/environment")) ?? [];
    }

    // By a client that does not ask again, as the real package's do, and with a body, without which the handler asks again: either would end the next process, too.
    private static async Task<ResourceEvent> ExitAsync(DistributedApplication application, int code)
    {
        using var client = new HttpClient();
        var unanswered = client.PostAsync(new Uri(application.GetEndpoint("back-end", "http"), $"/exit/{code}"), new ByteArrayContent([]));
        var end = await EndAsync(application, "back-end");
        client.CancelPendingRequests();
        await Assert.ThrowsAnyAsync<Exception>(() => unanswered);
        return end;
    }

    // A process counts as healthy as soon as it runs, which may be before it listens.
    private static Task AnswersAsync(string connectionString) => Eventually.HoldsAsync(
        async () =>
        {
            try
            {
                await PingAsync(connectionString);
                return true;
            }
            catch (RedisConnectionException)
            {
                return false;
            }
        },
        Limit,
        "Redis answers");

    private static async Task PingAsync(string connectionString)
    {
        using var connection = await ConnectionMultiplexer.ConnectAsync(connectionString);
        await connection.GetDatabase().PingAsync();
    }
}
