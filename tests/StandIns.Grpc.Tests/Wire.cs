using System.Net;
using Grpc.Core;

namespace StandIns.Grpc.Tests;

/// <summary>What is on the wire, and what the server makes of what should not be.</summary>
public class Wire
{
    private const string Unary = "/standins.test.Probe/Unary";

    [Fact]
    public async Task A_response_is_one_frame_with_the_status_after_it()
    {
        await using var server = await ProbeServer.StartAsync(new Methods());
        using var raw = new RawClient(server.Address);

        var frame = RawClient.Frame(new Note { Text = "as is" });
        var response = await raw.CallAsync(Unary, frame);

        Assert.Equal(HttpStatusCode.OK, response.HttpStatus);
        Assert.Equal("application/grpc", response.ContentType);
        Assert.Equal(frame, response.Body);
        Assert.Equal("0", response.Trailers.GetValues("grpc-status").Single());
        Assert.False(response.Headers.Contains("grpc-status"));
    }

    [Fact]
    public async Task A_failure_before_any_message_is_headers_alone()
    {
        await using var server = await ProbeServer.StartAsync(new Methods { Unary = (_, _) => throw new RpcException(new Status(StatusCode.NotFound, "kein Stück")) });
        using var raw = new RawClient(server.Address);

        var response = await raw.CallAsync(Unary, RawClient.Frame(new Note()));

        Assert.Equal(HttpStatusCode.OK, response.HttpStatus);
        Assert.Empty(response.Body);
        Assert.Equal("5", response.Find("grpc-status"));
        Assert.Equal("kein St%C3%BCck", response.Find("grpc-message"));
    }

    [Fact]
    public async Task The_format_of_messages_may_be_named()
    {
        await using var server = await ProbeServer.StartAsync(new Methods());
        using var raw = new RawClient(server.Address);

        Assert.Equal(StatusCode.OK, (await raw.CallAsync(Unary, RawClient.Frame(new Note()), "application/grpc+proto")).Status);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/grpc-web")]
    [InlineData(null)]
    public async Task Another_content_type_is_refused_in_http(string? contentType)
    {
        await using var server = await ProbeServer.StartAsync(new Methods());
        using var raw = new RawClient(server.Address);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await raw.CallAsync(Unary, RawClient.Frame(new Note()), contentType)).HttpStatus);
    }

    public static TheoryData<string, byte[]> Malformed => new()
    {
        { "nothing", [] },
        { "half a header", [0, 0, 0] },
        { "less than announced", [0, 0, 0, 0, 9, 1, 2] },
        { "a flag that does not exist", [7, 0, 0, 0, 0] },
        { "two messages", [0, 0, 0, 0, 0, 0, 0, 0, 0, 0] },
        { "a message and a rest", [0, 0, 0, 0, 0, 1] },
        { "a field that ends in the middle", [0, 0, 0, 0, 2, 0x0A, 0x20] },
        { "a tag of zero", [0, 0, 0, 0, 2, 0, 0] },
        { "noise", [0, 0, 0, 0, 6, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF] },
        { "text that is no UTF-8 length", [0, 0, 0, 0, 6, 0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F] },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task Malformed_input_fails_its_own_call_and_no_other(string what, byte[] body)
    {
        await using var server = await ProbeServer.StartAsync(new Methods());
        using var raw = new RawClient(server.Address);

        var response = await raw.CallAsync(Unary, body);

        // Some servers call a message that does not parse UNKNOWN.
        Assert.True(response.Status is StatusCode.Internal or StatusCode.Unknown, $"{what}: {response.Status}");
        Assert.DoesNotContain("   at ", response.Find("grpc-message") ?? "", StringComparison.Ordinal);
        Assert.Equal(StatusCode.OK, (await raw.CallAsync(Unary, RawClient.Frame(new Note()))).Status);
    }

    [Fact]
    public async Task A_length_beyond_the_limit_is_refused_before_the_message_arrives()
    {
        await using var server = await ProbeServer.StartAsync(new Methods());
        using var raw = new RawClient(server.Address);

        Assert.Equal(StatusCode.ResourceExhausted, (await raw.CallAsync(Unary, [0, 0x7F, 0xFF, 0xFF, 0xFF])).Status);
    }

    [Fact]
    public async Task Malformed_input_in_a_stream_follows_good_messages()
    {
        await using var server = await ProbeServer.StartAsync(new Methods());
        using var raw = new RawClient(server.Address);

        byte[] good = RawClient.Frame(new Note { Number = 1 });
        var response = await raw.CallAsync("/standins.test.Probe/Duplex", [.. good, .. good, 0, 0, 0, 0, 1, 0]);

        Assert.Equal([.. good, .. good], response.Body);
        Assert.True(response.Status is StatusCode.Internal or StatusCode.Unknown);
    }

    [Fact]
    public async Task A_compression_that_the_server_does_not_know_is_unimplemented()
    {
        await using var server = await ProbeServer.StartAsync(new Methods());
        using var raw = new RawClient(server.Address);

        var response = await raw.CallAsync(Unary, RawClient.Frame([1, 2, 3], flag: 1), ("grpc-encoding", "snappy"));

        Assert.Equal(StatusCode.Unimplemented, response.Status);
        Assert.Contains("identity", response.Find("grpc-accept-encoding"), StringComparison.Ordinal);
        Assert.DoesNotContain("snappy", response.Find("grpc-accept-encoding"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_compressed_message_without_an_encoding_is_refused()
    {
        await using var server = await ProbeServer.StartAsync(new Methods());
        using var raw = new RawClient(server.Address);

        Assert.Equal(StatusCode.Internal, (await raw.CallAsync(Unary, RawClient.Frame([1, 2, 3], flag: 1))).Status);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("5")]
    [InlineData("5x")]
    [InlineData("-5S")]
    public async Task A_timeout_that_makes_no_sense_is_no_timeout(string timeout)
    {
        await using var server = await ProbeServer.StartAsync(new Methods { Unary = (_, context) => Task.FromResult(new Note { Number = context.Deadline == DateTime.MaxValue ? 1 : 0 }) });
        using var raw = new RawClient(server.Address);

        Assert.Equal(RawClient.Frame(new Note { Number = 1 }), (await raw.CallAsync(Unary, RawClient.Frame(new Note()), ("grpc-timeout", timeout))).Body);
    }

    [Theory]
    [InlineData("1H", 3600)]
    [InlineData("90M", 5400)]
    [InlineData("100S", 100)]
    [InlineData("100000m", 100)]
    [InlineData("90000000u", 90)]
    public async Task A_timeout_has_a_unit(string timeout, double seconds)
    {
        var left = TimeSpan.Zero;
        await using var server = await ProbeServer.StartAsync(new Methods { Unary = (request, context) => { left = context.Deadline - DateTime.UtcNow; return Task.FromResult(request); } });
        using var raw = new RawClient(server.Address);

        await raw.CallAsync(Unary, RawClient.Frame(new Note()), ("grpc-timeout", timeout));

        Assert.InRange(left.TotalSeconds, seconds - 30, seconds);
    }

    [Fact]
    public async Task Binary_metadata_needs_no_padding()
    {
        await using var server = await ProbeServer.StartAsync(new Methods { Unary = (_, context) => Task.FromResult(new Note { Data = Google.Protobuf.ByteString.CopyFrom(context.RequestHeaders.GetValueBytes("raw-bin")) }) });
        using var raw = new RawClient(server.Address);

        var response = await raw.CallAsync(Unary, RawClient.Frame(new Note()), ("raw-bin", "AQI"));

        Assert.Equal(RawClient.Frame(new Note { Data = Google.Protobuf.ByteString.CopyFrom(1, 2) }), response.Body);
    }
}
