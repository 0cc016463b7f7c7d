using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Grpc.Health.V1;
using MicroGenre.Testing;

namespace ServiceDefaults.Testing;

public class GracefulStop
{
    [Fact]
    public async Task A_service_told_to_stop_finishes_its_calls_and_takes_no_new_ones()
    {
        await using var sample = await SampleProcess.StartAsync(("Shutdown__DrainLimit", "00:05:00"));
        using var conversation = sample.Client.Converse();
        await AskAsync(conversation, 1);

        sample.Terminate();
        await Eventually.HoldsAsync(
            async () => await sample.StatusAsync("/health") == HttpStatusCode.ServiceUnavailable,
            TimeSpan.FromSeconds(30),
            "the service is no longer ready");

        Assert.Equal(HttpStatusCode.OK, await sample.StatusAsync("/alive"));
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.NotServing,
            (await new Health.HealthClient(sample.Channel).CheckAsync(new HealthCheckRequest())).Status);
        Assert.Equal(StatusCode.Unavailable,
            (await Assert.ThrowsAsync<RpcException>(async () => await sample.Client.AnswerAsync(new Request()))).StatusCode);
        await AskAsync(conversation, 2);
        await conversation.RequestStream.CompleteAsync();
        Assert.False(await conversation.ResponseStream.MoveNext());
        Assert.Equal(0, await sample.ExitCodeAsync());
    }

    [Fact]
    public async Task An_idle_service_stops_at_once()
    {
        await using var sample = await SampleProcess.StartAsync(("Shutdown__DrainLimit", "01:00:00"));

        sample.Terminate();

        Assert.Equal(0, await sample.ExitCodeAsync());
        Assert.Empty(sample.Errors);
    }

    [Fact]
    public async Task A_collector_that_takes_connections_and_never_answers_does_not_keep_a_service_from_stopping()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var sample = await SampleProcess.StartAsync(("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://{silent.LocalEndpoint}"));
        await sample.Client.AnswerAsync(new Request());

        sample.Terminate();

        // The three pipelines by themselves take five seconds each.
        Assert.Equal(0, await sample.ExitCodeAsync(TimeSpan.FromSeconds(12)));
    }

    [Fact]
    public async Task A_call_that_does_not_end_is_cut_off_and_does_not_keep_a_service_from_stopping()
    {
        await using var sample = await SampleProcess.StartAsync(("Shutdown__DrainLimit", "00:00:00.5"));
        using var conversation = sample.Client.Converse();
        await AskAsync(conversation, 1);
        var next = conversation.ResponseStream.MoveNext();

        sample.Terminate();

        var cut = await Assert.ThrowsAsync<RpcException>(() => next);
        Assert.Equal(new Status(StatusCode.Unavailable, "The service is shutting down."), cut.Status);
        Assert.Equal(0, await sample.ExitCodeAsync());
        Assert.Contains(sample.Output, line => line.Contains("Stopping with 1 calls unfinished", StringComparison.Ordinal));
    }

    private static async Task AskAsync(AsyncDuplexStreamingCall<Request, Reply> conversation, int number)
    {
        await conversation.RequestStream.WriteAsync(new Request());
        Assert.True(await conversation.ResponseStream.MoveNext());
        Assert.Equal(number, conversation.ResponseStream.Current.Number);
    }
}
