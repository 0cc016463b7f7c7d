using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;

namespace StandIns.Grpc.Tests;

public class Retries
{
    [Fact]
    public async Task A_call_is_tried_again_until_it_succeeds()
    {
        var previous = new List<string?>();
        await using var server = await ProbeServer.StartAsync(new Methods
        {
            Unary = (request, context) =>
            {
                previous.Add(context.RequestHeaders.GetValue("grpc-previous-rpc-attempts"));
                return previous.Count < 3 ? throw Unavailable() : Task.FromResult(request);
            },
        });
        using var channel = server.Connect(Retrying(5));

        Assert.Equal(9, (await new Probe.ProbeClient(channel).UnaryAsync(new Note { Number = 9 })).Number);
        Assert.Equal([null, "1", "2"], previous);
    }

    [Fact]
    public async Task A_call_that_keeps_failing_fails()
    {
        var attempts = 0;
        await using var server = await ProbeServer.StartAsync(new Methods { Unary = (_, _) => throw Unavailable(++attempts) });
        using var channel = server.Connect(Retrying(3));

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await new Probe.ProbeClient(channel).UnaryAsync(new Note()));

        Assert.Equal((3, "attempt 3"), (attempts, failure.Status.Detail));
    }

    [Fact]
    public async Task Another_status_is_not_tried_again()
    {
        var attempts = 0;
        await using var server = await ProbeServer.StartAsync(new Methods
        {
            Unary = (_, _) =>
            {
                attempts++;
                throw new RpcException(new Status(StatusCode.InvalidArgument, ""));
            },
        });
        using var channel = server.Connect(Retrying(5));

        await Assert.ThrowsAsync<RpcException>(async () => await new Probe.ProbeClient(channel).UnaryAsync(new Note()));

        Assert.Equal(1, attempts);
    }

    [Fact]
    public async Task A_stream_that_has_begun_is_not_begun_again()
    {
        var attempts = 0;
        await using var server = await ProbeServer.StartAsync(new Methods
        {
            ServerStream = async (_, responses, _) =>
            {
                if (++attempts == 1)
                {
                    throw Unavailable();
                }

                await responses.WriteAsync(new Note());
                throw Unavailable();
            },
        });
        using var channel = server.Connect(Retrying(5));

        using var call = new Probe.ProbeClient(channel).ServerStream(new Note());
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext())).StatusCode);

        Assert.Equal(2, attempts);
    }

    [Fact]
    public async Task The_server_may_ask_to_be_left_alone()
    {
        var attempts = 0;
        await using var server = await ProbeServer.StartAsync(new Methods
        {
            Unary = (_, context) =>
            {
                context.ResponseTrailers.Add("grpc-retry-pushback-ms", "-1");
                throw Unavailable(++attempts);
            },
        });
        using var channel = server.Connect(Retrying(5));

        await Assert.ThrowsAsync<RpcException>(async () => await new Probe.ProbeClient(channel).UnaryAsync(new Note()));

        Assert.Equal(1, attempts);
    }

    [Fact]
    public async Task A_deadline_ends_the_attempts()
    {
        await using var server = await ProbeServer.StartAsync(new Methods { Unary = (_, _) => throw Unavailable() });
        using var channel = server.Connect(Retrying(5, TimeSpan.FromHours(1)));

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await new Probe.ProbeClient(channel).UnaryAsync(new Note(), deadline: DateTime.UtcNow.AddSeconds(1)));

        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
    }

    [Theory]
    [InlineData("standins.test.Probe", "Unary", 3)]
    [InlineData("standins.test.Probe", null, 3)]
    [InlineData("standins.test.Probe", "Other", 1)]
    [InlineData("standins.test.Other", null, 1)]
    public async Task A_policy_names_its_methods(string service, string? method, int expected)
    {
        var attempts = 0;
        await using var server = await ProbeServer.StartAsync(new Methods { Unary = (_, _) => throw Unavailable(++attempts) });
        using var channel = server.Connect(Retrying(3, name: new MethodName { Service = service, Method = method }));

        await Assert.ThrowsAsync<RpcException>(async () => await new Probe.ProbeClient(channel).UnaryAsync(new Note()));

        Assert.Equal(expected, attempts);
    }

    [Fact]
    public void A_call_with_an_incomplete_policy_is_refused()
    {
        using var channel = GrpcChannel.ForAddress("http://localhost", Retrying(1));

        Assert.Throws<InvalidOperationException>(() => new Probe.ProbeClient(channel).UnaryAsync(new Note()));
    }

    private static RpcException Unavailable(int attempt = 0) => new(new Status(StatusCode.Unavailable, $"attempt {attempt}"));

    private static GrpcChannelOptions Retrying(int attempts, TimeSpan? backoff = null, MethodName? name = null) => new()
    {
        ServiceConfig = new ServiceConfig
        {
            MethodConfigs =
            {
                new MethodConfig
                {
                    Names = { name ?? MethodName.Default },
                    RetryPolicy = new RetryPolicy
                    {
                        MaxAttempts = attempts,
                        InitialBackoff = backoff ?? TimeSpan.FromMilliseconds(1),
                        MaxBackoff = backoff ?? TimeSpan.FromMilliseconds(5),
                        BackoffMultiplier = 1.5,
                        RetryableStatusCodes = { StatusCode.Unavailable },
                    },
                },
            },
        },
    };
}
