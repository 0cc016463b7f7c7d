using Google.Protobuf;
using Grpc.Core;

namespace StandIns.Grpc.Tests;

public class CallKinds
{
    [Fact]
    public async Task A_unary_call_returns_the_response()
    {
        await using var server = await ProbeServer.StartAsync(new Methods { Unary = (request, _) => Task.FromResult(new Note { Text = $"Hello {request.Text}" }) });

        var response = await server.Client.UnaryAsync(new Note { Text = "Grieg" });

        Assert.Equal("Hello Grieg", response.Text);
    }

    [Fact]
    public async Task A_blocking_unary_call_returns_the_response()
    {
        await using var server = await ProbeServer.StartAsync(new Methods());

        Assert.Equal(7, server.Client.Unary(new Note { Number = 7 }).Number);
    }

    [Fact]
    public async Task An_empty_message_arrives_as_an_empty_message()
    {
        await using var server = await ProbeServer.StartAsync(new Methods());

        Assert.Equal(new Note(), await server.Client.UnaryAsync(new Note()));
    }

    [Fact]
    public async Task A_client_stream_reaches_the_server_message_by_message()
    {
        await using var server = await ProbeServer.StartAsync(new Methods());

        using var call = server.Client.ClientStream();
        for (var number = 1; number <= 100; number++)
        {
            await call.RequestStream.WriteAsync(new Note { Number = number });
        }

        await call.RequestStream.CompleteAsync();

        Assert.Equal(5050, (await call).Number);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task A_client_stream_may_be_empty()
    {
        await using var server = await ProbeServer.StartAsync(new Methods());

        using var call = server.Client.ClientStream();
        await call.RequestStream.CompleteAsync();

        Assert.Equal(0, (await call.ResponseAsync).Number);
    }

    [Fact]
    public async Task A_server_stream_arrives_in_order()
    {
        await using var server = await ProbeServer.StartAsync(new Methods());

        using var call = server.Client.ServerStream(new Note { Number = 100 });
        var numbers = await call.ResponseStream.ReadAllAsync().Select(note => note.Number).ToListAsync();

        Assert.Equal(Enumerable.Range(0, 100), numbers);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task A_server_stream_may_be_empty()
    {
        await using var server = await ProbeServer.StartAsync(new Methods());

        using var call = server.Client.ServerStream(new Note());

        Assert.False(await call.ResponseStream.MoveNext());
        Assert.False(await call.ResponseStream.MoveNext());
    }

    [Fact]
    public async Task A_duplex_call_answers_each_request_before_the_next_one_is_sent()
    {
        await using var server = await ProbeServer.StartAsync(new Methods());

        using var call = server.Client.Duplex();
        for (var number = 0; number < 20; number++)
        {
            await call.RequestStream.WriteAsync(new Note { Number = number });
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal(number, call.ResponseStream.Current.Number);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext());
    }

    [Fact]
    public async Task A_duplex_server_may_speak_first()
    {
        await using var server = await ProbeServer.StartAsync(new Methods
        {
            Duplex = async (requests, responses, _) =>
            {
                await responses.WriteAsync(new Note { Text = "ready" });
                Assert.True(await requests.MoveNext());
                await responses.WriteAsync(requests.Current);
            },
        });

        using var call = server.Client.Duplex();
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.Equal("ready", call.ResponseStream.Current.Text);
        await call.RequestStream.WriteAsync(new Note { Text = "go" });
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.Equal("go", call.ResponseStream.Current.Text);
    }

    [Fact]
    public async Task Many_calls_share_one_channel()
    {
        await using var server = await ProbeServer.StartAsync(new Methods());

        var numbers = await Task.WhenAll(Enumerable.Range(0, 500).Select(async number => (await server.Client.UnaryAsync(new Note { Number = number })).Number));

        Assert.Equal(Enumerable.Range(0, 500), numbers);
    }

    [Fact]
    public async Task A_second_write_before_the_first_has_ended_is_refused()
    {
        await using var server = await ProbeServer.StartAsync(new Methods { ClientStream = (_, context) => Never<Note>(context) });

        using var call = server.Client.ClientStream();

        // Larger than HTTP/2's windows, so that it waits for a reader.
        var first = call.RequestStream.WriteAsync(new Note { Data = ByteString.CopyFrom(new byte[8_000_000]) });

        await Assert.ThrowsAsync<InvalidOperationException>(() => call.RequestStream.WriteAsync(new Note()));
        await Assert.ThrowsAsync<InvalidOperationException>(() => call.RequestStream.CompleteAsync());
        call.Dispose();
        await Assert.ThrowsAsync<RpcException>(() => first);
    }

    [Fact]
    public async Task A_write_after_completion_is_refused()
    {
        await using var server = await ProbeServer.StartAsync(new Methods());

        using var call = server.Client.ClientStream();
        await call.RequestStream.CompleteAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => call.RequestStream.WriteAsync(new Note()));
    }

    private static async Task<T> Never<T>(ServerCallContext context)
    {
        await Task.Delay(Timeout.Infinite, context.CancellationToken);
        throw new InvalidOperationException("The wait has no end.");
    }
}
