using Grpc.Core;

namespace StandIns.Grpc.Tests;

public class Deadlines
{
    // Long enough for a call to arrive, and for a first answer, on a busy machine.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task A_call_past_its_deadline_fails_and_the_server_hears_of_it()
    {
        var cancelled = new Signal();
        await using var server = await ProbeServer.StartAsync(new Methods { Unary = (_, context) => cancelled.UntilCancelledAsync<Note>(context.CancellationToken) });

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await server.Client.UnaryAsync(new Note(), deadline: DateTime.UtcNow + Soon));

        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
        await cancelled.HappenedAsync();
    }

    [Fact]
    public async Task A_stream_is_cut_at_the_deadline()
    {
        var cancelled = new Signal();
        await using var server = await ProbeServer.StartAsync(new Methods
        {
            ServerStream = async (_, responses, context) =>
            {
                await responses.WriteAsync(new Note { Number = 1 });
                await cancelled.UntilCancelledAsync<Note>(context.CancellationToken);
            },
        });

        using var call = server.Client.ServerStream(new Note(), deadline: DateTime.UtcNow + Soon);
        Assert.True(await call.ResponseStream.MoveNext());
        var failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());

        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
        Assert.Equal(StatusCode.DeadlineExceeded, call.GetStatus().StatusCode);
        await cancelled.HappenedAsync();
    }

    [Fact]
    public async Task A_deadline_in_the_past_fails_without_a_call()
    {
        var reached = false;
        await using var server = await ProbeServer.StartAsync(new Methods { Unary = (request, _) => { reached = true; return Task.FromResult(request); } });

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await server.Client.UnaryAsync(new Note(), deadline: DateTime.UtcNow - Soon));

        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
        Assert.False(reached);
    }

    [Fact]
    public async Task A_deadline_is_given_in_utc()
    {
        await using var server = await ProbeServer.StartAsync(new Methods());

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await server.Client.UnaryAsync(new Note(), deadline: DateTime.Now + Soon));
    }

    [Fact]
    public async Task The_server_knows_the_deadline()
    {
        var seen = DateTime.MinValue;
        await using var server = await ProbeServer.StartAsync(new Methods { Unary = (request, context) => { seen = context.Deadline; return Task.FromResult(request); } });
        var deadline = DateTime.UtcNow + TimeSpan.FromHours(2);

        await server.Client.UnaryAsync(new Note(), deadline: deadline);

        Assert.Equal(deadline, seen, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Without_a_deadline_the_server_sees_the_end_of_time()
    {
        var seen = DateTime.MinValue;
        await using var server = await ProbeServer.StartAsync(new Methods { Unary = (request, context) => { seen = context.Deadline; return Task.FromResult(request); } });

        await server.Client.UnaryAsync(new Note());

        Assert.Equal(DateTime.MaxValue, seen);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(365_000)]
    public async Task A_deadline_may_be_days_away(int days)
    {
        await using var server = await ProbeServer.StartAsync(new Methods());

        Assert.Equal(3, (await server.Client.UnaryAsync(new Note { Number = 3 }, deadline: DateTime.UtcNow.AddDays(days))).Number);
    }

    [Fact]
    public async Task The_server_ends_a_call_whose_handler_ignores_the_deadline()
    {
        var answered = new Signal();
        await using var server = await ProbeServer.StartAsync(new Methods
        {
            Unary = async (request, _) =>
            {
                await answered.HappenedAsync();
                return request;
            },
        });
        using var raw = new RawClient(server.Address);

        // No timer on this side: what comes back is the server's own doing.
        var response = await raw.CallAsync("/standins.test.Probe/Unary", RawClient.Frame(new Note()), ("grpc-timeout", "200m"));
        answered.Happens();

        Assert.Equal(StatusCode.DeadlineExceeded, response.Status);
    }
}
