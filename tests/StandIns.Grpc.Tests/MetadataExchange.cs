using Grpc.Core;

namespace StandIns.Grpc.Tests;

public class MetadataExchange
{
    private static readonly byte[] Bytes = [0, 1, 2, 253, 254, 255];

    [Fact]
    public async Task Request_metadata_reaches_the_server()
    {
        Metadata? received = null;
        await using var server = await ProbeServer.StartAsync(new Methods { Unary = (request, context) => { received = context.RequestHeaders; return Task.FromResult(request); } });

        await server.Client.UnaryAsync(new Note(), new Metadata { { "Caller", "test, with a comma" }, { "several", "1" }, { "several", "2" }, { "raw-bin", Bytes } });

        Assert.Equal("test, with a comma", received!.GetValue("caller"));
        Assert.Equal(Bytes, received.GetValueBytes("raw-bin"));
        Assert.Equal("1,2", string.Join(',', received.GetAll("several").Select(entry => entry.Value)).Replace(" ", "", StringComparison.Ordinal));
        Assert.DoesNotContain(received, entry => entry.Key is "content-type" or "te" or "grpc-timeout" || entry.Key.StartsWith(':'));
    }

    [Fact]
    public async Task Response_headers_arrive_before_the_response()
    {
        var go = new Signal();
        await using var server = await ProbeServer.StartAsync(new Methods
        {
            Unary = async (request, context) =>
            {
                await context.WriteResponseHeadersAsync(new Metadata { { "position", "3" }, { "raw-bin", Bytes } });
                await go.HappenedAsync();
                return request;
            },
        });

        using var call = server.Client.UnaryAsync(new Note());
        var headers = await call.ResponseHeadersAsync;
        Assert.Equal("3", headers.GetValue("position"));
        Assert.Equal(Bytes, headers.GetValueBytes("raw-bin"));
        Assert.False(call.ResponseAsync.IsCompleted);

        go.Happens();
        await call;
    }

    [Fact]
    public async Task Trailers_arrive_with_the_end()
    {
        await using var server = await ProbeServer.StartAsync(new Methods
        {
            ServerStream = async (_, responses, context) =>
            {
                await responses.WriteAsync(new Note());
                context.ResponseTrailers.Add("took", "5 ms");
                context.ResponseTrailers.Add("raw-bin", Bytes);
            },
        });

        using var call = server.Client.ServerStream(new Note());
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.Throws<InvalidOperationException>(() => call.GetTrailers());
        Assert.Throws<InvalidOperationException>(() => call.GetStatus());
        Assert.False(await call.ResponseStream.MoveNext());

        Assert.Equal("5 ms", call.GetTrailers().GetValue("took"));
        Assert.Equal(Bytes, call.GetTrailers().GetValueBytes("raw-bin"));
    }

    [Fact]
    public async Task Headers_are_sent_once_only()
    {
        await using var server = await ProbeServer.StartAsync(new Methods
        {
            Unary = async (request, context) =>
            {
                await context.WriteResponseHeadersAsync([]);
                await Assert.ThrowsAsync<InvalidOperationException>(() => context.WriteResponseHeadersAsync([]));
                return request;
            },
        });

        await server.Client.UnaryAsync(new Note());
    }

    [Fact]
    public async Task The_server_knows_method_and_peer()
    {
        await using var server = await ProbeServer.StartAsync(new Methods
        {
            Unary = (_, context) => Task.FromResult(new Note { Text = $"{context.Method} {context.Peer[..15]} {context.Host}" }),
        });

        var response = await server.Client.UnaryAsync(new Note());

        Assert.Equal($"/standins.test.Probe/Unary ipv4:127.0.0.1: {server.Address.Authority}", response.Text);
    }

    [Theory]
    [InlineData("has space")]
    [InlineData("ümlaut")]
    public void A_key_that_http_cannot_carry_is_refused(string key) =>
        Assert.Throws<ArgumentException>(() => new Metadata { { key, "value" } });

    [Fact]
    public void A_suffix_tells_bytes_from_text()
    {
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("raw-bin", "text"));
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("raw", Bytes));
        Assert.True(new Metadata.Entry("raw-bin", Bytes).IsBinary);
    }

    [Fact]
    public void The_last_of_several_values_counts()
    {
        var metadata = new Metadata { { "key", "first" }, { "KEY", "last" } };

        Assert.Equal("last", metadata.GetValue("Key"));
        Assert.Null(metadata.GetValue("other"));
        Assert.Throws<InvalidOperationException>(() => Metadata.Empty.Add("key", "value"));
    }
}
