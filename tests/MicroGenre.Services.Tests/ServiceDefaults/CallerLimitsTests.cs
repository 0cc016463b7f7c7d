using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using MicroGenre.Testing;

namespace ServiceDefaults.Testing;

public sealed class LimitedSample : IAsyncLifetime
{
    public SampleProcess Process { get; private set; } = null!;

    public async Task InitializeAsync() => Process = await SampleProcess.StartAsync(
    [
        .. GuardedSample.Settings,
        ("Security__Limits__CallsAtOnce", "2"),
        ("Security__ApiKeys__0__Limits__CallsPerSecond", "1"),
        ("Security__ApiKeys__0__Limits__Burst", "3"),
        ("Security__ApiKeys__0__Limits__LargestRequest", "100000"),
    ]);

    public async Task DisposeAsync() => await Process.DisposeAsync();
}

public class CallerLimitsTests(LimitedSample sample) : IClassFixture<LimitedSample>
{
    private readonly Sample.SampleClient _client = sample.Process.Client;

    [Fact]
    public async Task Whoever_calls_too_often_is_told_when_to_try_again_and_others_go_on()
    {
        RpcException? refusal = null;
        await Eventually.HoldsAsync(
            async () => (refusal = await RefusalOfAsync(GuardedSample.Reader, new Request())) is not null, TimeSpan.FromSeconds(30),
                "calls are refused");

        Assert.Equal(StatusCode.ResourceExhausted, refusal!.StatusCode);
        Assert.Contains("key:reader", refusal.Status.Detail, StringComparison.Ordinal);
        Assert.InRange(double.Parse(refusal.Trailers.GetValue("grpc-retry-pushback-ms")!, CultureInfo.InvariantCulture), 1, 10_000);
        for (var i = 0; i < 20; i++)
        {
            await _client.AnswerAsync(new Request(), GuardedSample.Showing(GuardedSample.Keeper));
        }

        await Eventually.HoldsAsync(
            async () => await RefusalOfAsync(GuardedSample.Reader, new Request()) is null, TimeSpan.FromSeconds(30),
                "calls are taken again");
    }

    [Fact]
    public async Task Whoever_sends_too_much_is_refused_whether_in_one_message_or_in_many()
    {
        RpcException? refusal = null;
        await Eventually.HoldsAsync(
            async () =>
                (refusal = await RefusalOfAsync(
                    GuardedSample.Reader, new Request { Data = ByteString.CopyFrom(new byte[200_000]) })) is { } refused
                && refused.Status.Detail.Contains("100000", StringComparison.Ordinal),
            TimeSpan.FromSeconds(30),
            "a long message is refused");
        Assert.Equal(StatusCode.ResourceExhausted, refusal!.StatusCode);

        await Eventually.HoldsAsync(
            async () => (refusal = await ConverseAsync()).Status.Detail.Contains("100000", StringComparison.Ordinal),
                TimeSpan.FromSeconds(30), "many short messages are refused");
        Assert.Equal(StatusCode.ResourceExhausted, refusal.StatusCode);
        await _client.AnswerAsync(
            new Request { Data = ByteString.CopyFrom(new byte[200_000]) }, GuardedSample.Showing(GuardedSample.Keeper));
    }

    [Fact]
    public async Task Whoever_has_too_many_calls_under_way_waits_for_one_to_end()
    {
        var token = Tokens.Claims();
        token["sub"] = "many";
        var headers = GuardedSample.Showing(Tokens.Hs256(token, GuardedSample.Secret));
        using var first = _client.Converse(headers);
        using var second = _client.Converse(headers);
        foreach (var conversation in new[] { first, second })
        {
            await conversation.RequestStream.WriteAsync(new Request());
            Assert.True(await conversation.ResponseStream.MoveNext());
        }

        Assert.Equal(StatusCode.ResourceExhausted,
            (await Assert.ThrowsAsync<RpcException>(async () => await _client.AnswerAsync(new Request(), headers))).StatusCode);
        await _client.AnswerAsync(new Request(), GuardedSample.Showing(GuardedSample.Keeper));

        await first.RequestStream.CompleteAsync();
        Assert.False(await first.ResponseStream.MoveNext());
        await Eventually.HoldsAsync(
            async () =>
            {
                try
                {
                    await _client.AnswerAsync(new Request(), headers);
                    return true;
                }
                catch (RpcException)
                {
                    return false;
                }
            },
            TimeSpan.FromSeconds(30),
            "a call is taken again");
    }

    private async Task<RpcException?> RefusalOfAsync(string key, Request request)
    {
        try
        {
            await _client.AnswerAsync(request, GuardedSample.Showing(key));
            return null;
        }
        catch (RpcException refused)
        {
            return refused;
        }
    }

    private async Task<RpcException> ConverseAsync()
    {
        using var conversation = _client.Converse(GuardedSample.Showing(GuardedSample.Reader));
        return await Assert.ThrowsAsync<RpcException>(async () =>
        {
            for (var i = 0; i < 200; i++)
            {
                await conversation.RequestStream.WriteAsync(new Request { Data = ByteString.CopyFrom(new byte[1000]) });
                Assert.True(await conversation.ResponseStream.MoveNext());
            }
        });
    }
}
