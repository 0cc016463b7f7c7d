using Aspire.AppHost;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using MicroGenre.Testing;
using StackExchange.Redis;

namespace MicroGenre.Integration.Tests;

/// <summary>What the setting <c>Cache</c> adds to the system.</summary>
[Collection(nameof(RunningSystem))]
public class CacheTests
{
    [Fact]
    public void With_none_there_is_no_redis_and_services_do_not_wait_for_one()
    {
        var builder = Builder("none");

        Assert.Null(builder.AddCache("redis"));
        Assert.Empty(builder.Resources);
    }

    [Fact]
    public void A_value_that_does_not_exist_is_named()
    {
        var refused = Assert.Throws<DistributedApplicationException>(() => Builder("memcached").AddCache("redis"));

        Assert.Equal("Cache=memcached is not valid: use auto, container, process or none.", refused.Message);
    }

    [Fact]
    public void What_the_machine_offers_is_what_is_added()
    {
        var cache = Builder("auto").AddCache("redis");

        switch (RedisRuntime.Find(TimeSpan.FromMinutes(1)).Host)
        {
            case RedisHost.Container:
                Assert.IsType<RedisResource>(cache!.Server.Resource, exactMatch: false);
                break;
            case RedisHost.Process:
                Assert.IsType<ExecutableResource>(cache!.Server.Resource, exactMatch: false);
                break;
            default:
                Assert.Null(cache);
                break;
        }
    }

    [RedisFact]
    public async Task Redis_keeps_its_address_when_it_is_stopped_and_started()
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Aspire_AppHost>();
        foreach (var service in builder.Resources.OfType<ProjectResource>().ToList())
        {
            builder.Resources.Remove(service);
        }

        await using var application = await builder.BuildAsync();
        await application.StartAsync().WaitAsync(RunningSystem.Limit);
        await application.ResourceNotifications.WaitForResourceHealthyAsync("redis").WaitAsync(RunningSystem.Limit);
        var address = await application.GetConnectionStringAsync("cache");
        await AnswersAsync(address!);

        await application.ResourceCommands.ExecuteCommandAsync("redis", KnownResourceCommands.StopCommand);
        await Eventually.HoldsAsync(async () => !await PingAsync(address!), RunningSystem.Limit, "Redis is away");
        await application.ResourceCommands.ExecuteCommandAsync("redis", KnownResourceCommands.StartCommand);

        Assert.Equal(address, await application.GetConnectionStringAsync("cache"));
        await AnswersAsync(address!);
    }

    private static IDistributedApplicationBuilder Builder(string cache) =>
        DistributedApplication.CreateBuilder(new DistributedApplicationOptions { Args = [$"--Cache={cache}"], DisableDashboard = true });

    private static Task AnswersAsync(string address) =>
        Eventually.HoldsAsync(() => PingAsync(address), RunningSystem.Limit, "Redis answers");

    private static async Task<bool> PingAsync(string address)
    {
        try
        {
            await using var connection = await ConnectionMultiplexer.ConnectAsync(address);
            await connection.GetDatabase().PingAsync();
            return true;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return false;
        }
    }
}
