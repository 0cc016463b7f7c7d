using Grpc.Core;
using MicroGenre.OtlpCollector;
using MicroGenre.OtlpCollector.Protocol;
using MicroGenre.Testing;

namespace ServiceDefaults.Testing;

public class Telemetry
{
    private const string AnswerSpan = "microgenre.sample.Sample/Answer";

    [Fact]
    public async Task A_trace_continues_from_the_caller_through_two_services()
    {
        const string Trace = "0af7651916cd43dd8448eb211c80319c";
        await using var second = await SampleProcess.StartAsync();
        await using var first = await SampleProcess.StartAsync(("services__next__grpc__0", second.GrpcAddress));

        var reply = await first.Client.ForwardAsync(new Request(), new Metadata { { "traceparent", $"00-{Trace}-b7ad6b7169203331-01" } });

        Assert.Equal(Trace, reply.Trace);
    }

    [Fact]
    public async Task A_service_that_is_down_is_unavailable_to_those_who_need_it()
    {
        await using var sample = await SampleProcess.StartAsync(("services__next__grpc__0", $"http://127.0.0.1:{Ports.Free()}"));

        Assert.Equal(StatusCode.Unavailable,
            (await Assert.ThrowsAsync<RpcException>(async () => await sample.Client.ForwardAsync(new Request()))).StatusCode);
    }

    [Fact]
    public async Task Traces_and_metrics_reach_the_collector()
    {
        await using var collector = await Collector.StartAsync();
        (string, string)[] otlp =
            [("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("OTEL_METRIC_EXPORT_INTERVAL", "500"),
            ("OTEL_BSP_SCHEDULE_DELAY", "200")];
        await using var second = await SampleProcess.StartAsync(
            [.. otlp, ("OTEL_SERVICE_NAME", "second"), ("OTEL_RESOURCE_ATTRIBUTES", "service.instance.id=second-abc")]);
        await using var first =
            await SampleProcess.StartAsync([.. otlp, ("OTEL_SERVICE_NAME", "first"), ("services__next__grpc__0", second.GrpcAddress)]);

        await first.Client.ForwardAsync(new Request());

        await Eventually.HoldsAsync(
            () => ChainOfAnswer(collector) is [.., { Service: "first", Parent: "" }],
            TimeSpan.FromSeconds(60),
            "both services send their spans, up to the first one's root");
        Assert.Equal(
            [("second", SpanKind.Server, AnswerSpan), ("first", SpanKind.Client, AnswerSpan),
                ("first", SpanKind.Server, "microgenre.sample.Sample/Forward")],
            ChainOfAnswer(collector).Select(span => (span.Service, span.Kind, span.Name)));
        Assert.Equal("second-abc", ChainOfAnswer(collector)[0].Instance);
        Assert.DoesNotContain(collector.Spans, span => span.Name.Contains("/health", StringComparison.Ordinal));

        await Eventually.HoldsAsync(
            () => HasMetric(collector, "first", "rpc.server.call.duration") && HasMetric(collector, "second", "kestrel.active_connections"),
            TimeSpan.FromSeconds(60),
            "both services send their metrics");
    }

    private static bool HasMetric(Collector collector, string service, string name) =>
        collector.Metrics.Any(metric => metric.Service == service && metric.Name == name);

    /// <summary>The answer's span and those above it, as far as they have arrived.</summary>
    private static List<CollectedSpan> ChainOfAnswer(Collector collector)
    {
        var spans = collector.Spans.ToDictionary(span => span.Id, StringComparer.Ordinal);
        List<CollectedSpan> chain = [.. spans.Values.Where(span => span is { Name: AnswerSpan, Kind: SpanKind.Server })];
        while (chain.Count > 0 && spans.TryGetValue(chain[^1].Parent, out var parent))
        {
            chain.Add(parent);
        }

        return chain;
    }
}
