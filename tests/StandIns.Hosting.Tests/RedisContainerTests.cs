using System.Net;
using System.Net.Sockets;
using MicroGenre.Testing;
using StackExchange.Redis;
using Testcontainers.Redis;

namespace StandIns.Hosting.Tests;

public class RedisContainerTests
{
    private const string Image = "redis:7.4";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [ContainerFact]
    public async Task A_started_container_is_a_redis_that_answers()
    {
        await using var container = new RedisBuilder(Image).Build();
        await container.StartAsync();

        using var connection = await ConnectionMultiplexer.ConnectAsync(container.GetConnectionString());
        await connection.GetDatabase().StringSetAsync("key", "value");

        Assert.Equal("value", (string?)await connection.GetDatabase().StringGetAsync("key"));
        Assert.Equal($"{container.Hostname}:{container.GetMappedPublicPort(RedisBuilder.RedisPort)}", container.GetConnectionString());
    }

    [ContainerFact]
    public async Task Containers_share_nothing()
    {
        await using var one = new RedisBuilder(Image).Build();
        await using var other = new RedisBuilder(Image).Build();
        await Task.WhenAll(one.StartAsync(), other.StartAsync());

        await SetAsync(one, "key", "value");

        Assert.Equal("value", await GetAsync(one, "key"));
        Assert.Null(await GetAsync(other, "key"));
    }

    [ContainerFact]
    public async Task A_stopped_container_refuses_connections_and_starts_again_with_its_data_at_its_bound_port()
    {
        var port = Ports.Free();
        await using var container = new RedisBuilder(Image).WithPortBinding(port, RedisBuilder.RedisPort).Build();
        await container.StartAsync();
        await SetAsync(container, "key", "value");

        await container.StopAsync();
        await Assert.ThrowsAnyAsync<SocketException>(() => ConnectAsync(port));

        await container.StartAsync();
        Assert.Equal(port, container.GetMappedPublicPort(RedisBuilder.RedisPort));
        Assert.Equal("value", await GetAsync(container, "key"));
    }

    [ContainerFact]
    public async Task A_paused_container_answers_only_when_it_runs_again()
    {
        await using var container = new RedisBuilder(Image).Build();
        await container.StartAsync();
        using var client = await ConnectAsync(container.GetMappedPublicPort(RedisBuilder.RedisPort));
        var reply = new StreamReader(client.GetStream()).ReadLineAsync();

        await container.PauseAsync();
        await client.GetStream().WriteAsync("PING\r\n"u8.ToArray());
        await Assert.ThrowsAsync<TimeoutException>(() => reply.WaitAsync(TimeSpan.FromMilliseconds(200)));

        await container.UnpauseAsync();
        Assert.Equal("+PONG", await reply.WaitAsync(Limit));
    }

    [ContainerFact]
    public async Task A_disposed_container_is_gone()
    {
        var container = new RedisBuilder(Image).Build();
        await container.StartAsync();
        var port = container.GetMappedPublicPort(RedisBuilder.RedisPort);

        await container.DisposeAsync();

        await Assert.ThrowsAnyAsync<SocketException>(() => ConnectAsync(port));
    }

    [Fact]
    public async Task A_container_that_was_never_started_has_no_port()
    {
        await using var container = new RedisBuilder(Image).Build();

        Assert.Throws<InvalidOperationException>(() => container.GetMappedPublicPort(RedisBuilder.RedisPort));
    }

    private static async Task SetAsync(RedisContainer container, string key, string value)
    {
        using var connection = await ConnectionMultiplexer.ConnectAsync(container.GetConnectionString());
        await connection.GetDatabase().StringSetAsync(key, value);
    }

    private static async Task<string?> GetAsync(RedisContainer container, string key)
    {
        using var connection = await ConnectionMultiplexer.ConnectAsync(container.GetConnectionString());
        return await connection.GetDatabase().StringGetAsync(key);
    }

    private static async Task<TcpClient> ConnectAsync(int port)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        return client;
    }
}
