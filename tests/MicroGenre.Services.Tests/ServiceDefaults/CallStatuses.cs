using Google.Protobuf;
using Grpc.Core;
using MicroGenre.Testing;
using Microsoft.Extensions.Hosting;

namespace ServiceDefaults.Testing;

public class CallStatuses(SharedSample sample) : IClassFixture<SharedSample>
{
    private readonly Sample.SampleClient _client = sample.Process.Client;

    [Theory]
    [InlineData(nameof(ArgumentOutOfRangeException), StatusCode.InvalidArgument)]
    [InlineData(nameof(InvalidDataException), StatusCode.FailedPrecondition)]
    [InlineData(nameof(FileNotFoundException), StatusCode.FailedPrecondition)]
    [InlineData(nameof(KeyNotFoundException), StatusCode.NotFound)]
    [InlineData(nameof(UnauthorizedAccessException), StatusCode.PermissionDenied)]
    [InlineData(nameof(RpcException), StatusCode.FailedPrecondition)]
    public async Task A_known_exception_becomes_its_status_with_its_message(string exception, StatusCode expected)
    {
        var failure = await Assert.ThrowsAsync<RpcException>(
            async () => await _client.FailAsync(new Request { Exception = exception, Message = "hop length 0" }));

        Assert.Equal((expected, "hop length 0"), (failure.StatusCode, failure.Status.Detail));
    }

    [Fact]
    public async Task A_message_of_several_lines_becomes_one()
    {
        var failure = await Assert.ThrowsAsync<RpcException>(
            async () => await _client.FailAsync(new Request { Exception = nameof(InvalidDataException), Message = "one\ntwo" }));

        Assert.Equal("one two", failure.Status.Detail);
    }

    [Fact]
    public async Task An_unknown_exception_is_internal_and_told_in_the_log_only()
    {
        var failure = await Assert.ThrowsAsync<RpcException>(
            async () => await _client.FailAsync(new Request { Message = "a secret of the house" }));

        Assert.Equal(StatusCode.Internal, failure.StatusCode);
        Assert.DoesNotContain("secret", failure.Status.Detail, StringComparison.Ordinal);
        await Eventually.HoldsAsync(
            () => sample.Process.Output.Any(line => line.Contains("a secret of the house", StringComparison.Ordinal)),
            TimeSpan.FromSeconds(30),
            "the log tells the exception");
    }

    [Fact]
    public async Task An_exception_in_the_middle_of_a_stream_becomes_its_status()
    {
        using var call = _client.FailLate(new Request { Exception = nameof(KeyNotFoundException), Message = "track 2" });

        Assert.True(await call.ResponseStream.MoveNext());
        var failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());

        Assert.Equal((StatusCode.NotFound, "track 2"), (failure.StatusCode, failure.Status.Detail));
    }

    [Fact]
    public async Task A_message_over_four_mebibytes_is_refused()
    {
        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
            await _client.AnswerAsync(new Request { Data = ByteString.CopyFrom(new byte[ServiceDefaultsExtensions.MaxMessageSize]) }));

        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
    }

    [Fact]
    public async Task A_deadline_in_a_stream_is_deadline_exceeded()
    {
        // Long enough for the first answer on a busy machine.
        using var call = _client.Converse(deadline: DateTime.UtcNow.AddSeconds(15));
        await call.RequestStream.WriteAsync(new Request());
        Assert.True(await call.ResponseStream.MoveNext());

        Assert.Equal(StatusCode.DeadlineExceeded,
            (await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext())).StatusCode);
    }

    [Fact]
    public async Task A_service_that_is_not_configured_is_named_in_the_log()
    {
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await _client.ForwardAsync(new Request()));

        Assert.Equal(StatusCode.Internal, failure.StatusCode);
        await Eventually.HoldsAsync(
            () => sample.Process.Output.Any(line => line.Contains("set services__next__grpc__0", StringComparison.Ordinal)),
            TimeSpan.FromSeconds(30),
            "the log names the missing address");
    }
}
