using System.Diagnostics;
using MicroGenre.ServiceTesting;
using StackExchange.Redis;
using Xunit.Abstractions;

namespace MicroGenre.FeatureExtraction.Tests;

/// <summary>The Redis that tests start: both ways of running it, and which of them ran.</summary>
public sealed class RedisServerTests(ITestOutputHelper output)
{
    [ContainedRedisFact]
    public async Task A_container_runs_Redis_apart_from_the_machine() =>
        Assert.False(await IsProcessOfThisMachineAsync(new ContainedRedis()));

    [LocalRedisFact]
    public async Task A_local_server_is_a_process_of_this_machine() => Assert.True(await IsProcessOfThisMachineAsync(new LocalRedis()));

    /// <summary>Whether the process that answers is one of this machine, by the number that Redis itself tells.</summary>
    private async Task<bool> IsProcessOfThisMachineAsync(RedisServer redis)
    {
        await using var server = redis;
        await server.StartAsync();
        await using var connection = await ConnectionMultiplexer.ConnectAsync(
            $"{server.ConnectionString},allowAdmin=true,connectRetry=10,connectTimeout=30000");
        var facts = (await connection.GetServer("127.0.0.1", server.Port).InfoAsync("server")).SelectMany(group => group)
            .ToDictionary(fact => fact.Key, fact => fact.Value);
        output.WriteLine($"{server.GetType().Name}: Redis {facts["redis_version"]}, process {facts["process_id"]}, {facts["os"]}");
        return Process.GetProcesses().Any(process => process.Id == int.Parse(facts["process_id"], null)
            && process.ProcessName.StartsWith("redis", StringComparison.Ordinal));
    }
}
