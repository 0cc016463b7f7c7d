using Google.Protobuf;
using Grpc.Core;

namespace StandIns.Grpc.Tests;

public class Cancellation
{
    [Fact]
    public async Task A_cancelled_unary_call_fails_and_the_server_hears_of_it()
    {
        var (started, cancelled) = (new Signal(), new Signal());
        await using var server = await ProbeServer.StartAsync(new Methods
        {
            Unary = (_, context) =>
            {
                started.Happens();
                return cancelled.UntilCancelledAsync<Note>(context.CancellationToken);
            },
        });
        using var source = new CancellationTokenSource();

        var call = server.Client.UnaryAsync(new Note(), cancellationToken: source.Token);
        await started.HappenedAsync();
        await source.CancelAsync();

        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync)).StatusCode);
        await cancelled.HappenedAsync();
    }

    [Fact]
    public async Task A_token_cancelled_before_the_call_fails_it()
    {
        await using var server = await ProbeServer.StartAsync(new Methods());

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await server.Client.UnaryAsync(new Note(), cancellationToken: new CancellationToken(true)));

        Assert.Equal(StatusCode.Cancelled, failure.StatusCode);
    }

    [Fact]
    public async Task Disposing_a_stream_cancels_the_call_on_the_server()
    {
        var cancelled = new Signal();
        await using var server = await ProbeServer.StartAsync(new Methods
        {
            ServerStream = async (_, responses, context) =>
            {
                await responses.WriteAsync(new Note());
                await cancelled.UntilCancelledAsync<Note>(context.CancellationToken);
            },
        });

        using (var call = server.Client.ServerStream(new Note()))
        {
            Assert.True(await call.ResponseStream.MoveNext());
        }

        await cancelled.HappenedAsync();
    }

    [Fact]
    public async Task Cancelling_a_read_cancels_the_call()
    {
        var cancelled = new Signal();
        await using var server = await ProbeServer.StartAsync(new Methods { ServerStream = (_, _, context) => cancelled.UntilCancelledAsync<Note>(context.CancellationToken) });
        using var source = new CancellationTokenSource();

        using var call = server.Client.ServerStream(new Note());
        var read = call.ResponseStream.MoveNext(source.Token);
        await source.CancelAsync();

        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => read)).StatusCode);
    }

    [Fact]
    public async Task Cancelling_a_write_that_waits_cancels_the_call()
    {
        var (started, cancelled) = (new Signal(), new Signal());
        await using var server = await ProbeServer.StartAsync(new Methods
        {
            ClientStream = (_, context) =>
            {
                started.Happens();
                return cancelled.UntilCancelledAsync<Note>(context.CancellationToken);
            },
        });
        using var source = new CancellationTokenSource();

        using var call = server.Client.ClientStream();
        var write = call.RequestStream.WriteAsync(new Note { Data = ByteString.CopyFrom(new byte[8_000_000]) }, source.Token);
        await started.HappenedAsync();
        await source.CancelAsync();

        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => write)).StatusCode);
        await cancelled.HappenedAsync();
    }

    [Fact]
    public async Task A_client_that_goes_away_cancels_the_servers_reading()
    {
        var ended = new TaskCompletionSource<(Exception? Thrown, ServerCallContext Call)>();
        await using var server = await ProbeServer.StartAsync(new Methods
        {
            ClientStream = async (requests, context) =>
            {
                ended.SetResult((await Record.ExceptionAsync(async () =>
                {
                    while (await requests.MoveNext(default))
                    {
                    }
                }), context));
                return new Note();
            },
        });

        using (var call = server.Client.ClientStream())
        {
            await call.RequestStream.WriteAsync(new Note());
        }

        var (thrown, served) = await ended.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(thrown is IOException or OperationCanceledException or InvalidOperationException, $"{thrown}");
        await MicroGenre.Testing.Eventually.HoldsAsync(() => served.CancellationToken.IsCancellationRequested, TimeSpan.FromSeconds(30), "the server's token is cancelled");
    }

    [Fact]
    public async Task Closing_the_channel_cancels_its_calls()
    {
        var (started, cancelled) = (new Signal(), new Signal());
        await using var server = await ProbeServer.StartAsync(new Methods
        {
            Unary = (_, context) =>
            {
                started.Happens();
                return cancelled.UntilCancelledAsync<Note>(context.CancellationToken);
            },
        });
        var channel = server.Connect(new());

        var call = new Probe.ProbeClient(channel).UnaryAsync(new Note());
        await started.HappenedAsync();
        channel.Dispose();

        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync)).StatusCode);
        await cancelled.HappenedAsync();
    }

    [Fact]
    public async Task A_cancelled_call_leaves_the_others_alone()
    {
        await using var server = await ProbeServer.StartAsync(new Methods());
        using var survivor = server.Client.Duplex();
        await survivor.RequestStream.WriteAsync(new Note { Number = 1 });
        Assert.True(await survivor.ResponseStream.MoveNext());

        for (var number = 0; number < 50; number++)
        {
            using var victim = server.Client.Duplex();
            await victim.RequestStream.WriteAsync(new Note());
        }

        await survivor.RequestStream.WriteAsync(new Note { Number = 2 });
        Assert.True(await survivor.ResponseStream.MoveNext());
        Assert.Equal(2, survivor.ResponseStream.Current.Number);
    }
}
