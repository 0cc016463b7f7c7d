using Google.Protobuf;
using Grpc.Core;

namespace StandIns.Grpc.Tests;

public class Limits
{
    private const int MiB = 1024 * 1024;

    [Fact]
    public async Task A_server_takes_four_mebibytes_and_no_more()
    {
        await using var server = await ProbeServer.StartAsync(new Methods { Unary = (request, _) => Task.FromResult(new Note { Number = request.Data.Length }) });

        Assert.Equal((4 * MiB) - 16, (await server.Client.UnaryAsync(Of((4 * MiB) - 16))).Number);
        Assert.Equal(StatusCode.ResourceExhausted, await StatusOf(server.Client.UnaryAsync(Of(4 * MiB))));
    }

    [Fact]
    public async Task A_client_takes_four_mebibytes_and_no_more()
    {
        await using var server = await ProbeServer.StartAsync(new Methods { Unary = (request, _) => Task.FromResult(Of(request.Number)) });

        Assert.Equal((4 * MiB) - 16, (await server.Client.UnaryAsync(new Note { Number = (4 * MiB) - 16 })).Data.Length);
        Assert.Equal(StatusCode.ResourceExhausted, await StatusOf(server.Client.UnaryAsync(new Note { Number = 4 * MiB })));
    }

    [Fact]
    public async Task Limits_can_be_set_on_both_sides()
    {
        await using var server = await ProbeServer.StartAsync(
            new Methods { Unary = (request, _) => Task.FromResult(Of(request.Number)) },
            grpc =>
            {
                grpc.MaxReceiveMessageSize = 1000;
                grpc.MaxSendMessageSize = 2000;
            });
        using var channel = server.Connect(new() { MaxSendMessageSize = 1500, MaxReceiveMessageSize = 1800 });
        var client = new Probe.ProbeClient(channel);

        Assert.Equal(1700, (await client.UnaryAsync(new Note { Number = 1700 })).Data.Length);
        Assert.Equal(StatusCode.ResourceExhausted, await StatusOf(client.UnaryAsync(Of(1600))));
        Assert.Equal(StatusCode.ResourceExhausted, await StatusOf(client.UnaryAsync(Of(1200))));
        Assert.Equal(StatusCode.ResourceExhausted, await StatusOf(client.UnaryAsync(new Note { Number = 1900 })));
        Assert.Equal(StatusCode.ResourceExhausted, await StatusOf(server.Client.UnaryAsync(new Note { Number = 2100 })));
    }

    [Fact]
    public async Task No_limit_is_a_limit_too()
    {
        await using var server = await ProbeServer.StartAsync(new Methods(), grpc => grpc.MaxReceiveMessageSize = null);
        using var channel = server.Connect(new() { MaxReceiveMessageSize = null });

        Assert.Equal(20 * MiB, (await new Probe.ProbeClient(channel).UnaryAsync(Of(20 * MiB))).Data.Length);
    }

    [Fact]
    public async Task A_message_over_the_limit_ends_its_own_stream_only()
    {
        await using var server = await ProbeServer.StartAsync(new Methods(), grpc => grpc.MaxReceiveMessageSize = 1000);
        using var good = server.Client.Duplex();
        await good.RequestStream.WriteAsync(Of(10));
        Assert.True(await good.ResponseStream.MoveNext());

        using var bad = server.Client.Duplex();
        await bad.RequestStream.WriteAsync(Of(2000));
        Assert.Equal(StatusCode.ResourceExhausted, (await Assert.ThrowsAsync<RpcException>(() => bad.ResponseStream.MoveNext())).StatusCode);

        await good.RequestStream.WriteAsync(Of(20));
        Assert.True(await good.ResponseStream.MoveNext());
        Assert.Equal(20, good.ResponseStream.Current.Data.Length);
    }

    [Fact]
    public async Task A_reader_that_does_not_read_stops_the_writer()
    {
        var sent = 0;
        var done = new Signal();
        await using var server = await ProbeServer.StartAsync(new Methods
        {
            ServerStream = async (_, responses, context) =>
            {
                try
                {
                    while (true)
                    {
                        await responses.WriteAsync(Of(64 * 1024));
                        Interlocked.Increment(ref sent);
                    }
                }
                finally
                {
                    Assert.True(context.CancellationToken.IsCancellationRequested);
                    done.Happens();
                }
            },
        });

        using (var call = server.Client.ServerStream(new Note()))
        {
            await call.ResponseHeadersAsync;
            var (last, same) = (-1, 0);
            await MicroGenre.Testing.Eventually.HoldsAsync(
                () =>
                {
                    var now = Volatile.Read(ref sent);
                    (last, same) = (now, now == last ? same + 1 : 0);
                    return same > 20;
                },
                TimeSpan.FromSeconds(60),
                "the server stops sending");
            Assert.InRange(last, 0, 64 * MiB / (64 * 1024));
        }

        await done.HappenedAsync();
    }

    private static Note Of(int bytes) => new() { Data = UnsafeByteOperations.UnsafeWrap(new byte[bytes]) };

    private static async Task<StatusCode> StatusOf(AsyncUnaryCall<Note> call) =>
        (await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync)).StatusCode;
}
