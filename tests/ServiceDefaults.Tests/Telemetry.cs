using System.Collections.Concurrent;
using System.Net;
using Google.Protobuf;
using Grpc.Core;
using MicroGenre.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServiceDefaults.Testing.Otlp;

namespace ServiceDefaults.Testing;

public class Telemetry
{
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
        await using var sample = await SampleProcess.StartAsync(("services__next__grpc__0", $"http://127.0.0.1:{SampleProcess.FreePort()}"));

        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(async () => await sample.Client.ForwardAsync(new Request()))).StatusCode);
    }

    [Fact]
    public async Task Traces_and_metrics_reach_the_collector()
    {
        await using var collector = await Collector.StartAsync();
        (string, string)[] otlp = [("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("OTEL_METRIC_EXPORT_INTERVAL", "500"), ("OTEL_BSP_SCHEDULE_DELAY", "200")];
        await using var second = await SampleProcess.StartAsync([.. otlp, ("OTEL_SERVICE_NAME", "second")]);
        await using var first = await SampleProcess.StartAsync([.. otlp, ("OTEL_SERVICE_NAME", "first"), ("services__next__grpc__0", second.GrpcAddress)]);

        await first.Client.ForwardAsync(new Request());

        await Eventually.HoldsAsync(
            () => collector.Spans.Any(span => span.Name == "microgenre.sample.Sample/Forward") && collector.Spans.Any(span => span.Name == "microgenre.sample.Sample/Answer"),
            TimeSpan.FromSeconds(60),
            "both services send their spans");
        var spans = collector.Spans.ToDictionary(span => span.Id, StringComparer.Ordinal);
        var answer = Assert.Single(spans.Values, span => span.Name == "microgenre.sample.Sample/Answer");
        Assert.Equal("second", answer.Service);
        var chain = ChainOf(answer, spans);
        Assert.Equal("first", chain[^1].Service);
        Assert.Contains(chain, span => span.Name == "microgenre.sample.Sample/Forward");
        Assert.Empty(chain[^1].Parent);
        Assert.DoesNotContain(collector.Spans, span => span.Name.Contains("/health", StringComparison.Ordinal));

        await Eventually.HoldsAsync(
            () => collector.Metrics.Contains(("first", "rpc.server.call.duration")) && collector.Metrics.Contains(("second", "kestrel.active_connections")),
            TimeSpan.FromSeconds(60),
            "both services send their metrics");
    }

    private static List<CollectedSpan> ChainOf(CollectedSpan span, Dictionary<string, CollectedSpan> spans)
    {
        List<CollectedSpan> chain = [span];
        while (spans.TryGetValue(chain[^1].Parent, out var parent))
        {
            chain.Add(parent);
        }

        return chain;
    }

    internal sealed record CollectedSpan(string Service, string Id, string Parent, string Name);

    /// <summary>Receives OTLP over gRPC, as a dashboard does.</summary>
    internal sealed class Collector : IAsyncDisposable
    {
        private readonly WebApplication _app;

        private Collector(WebApplication app) => _app = app;

        public string Address => _app.Urls.Single();

        public ConcurrentQueue<CollectedSpan> Spans => _app.Services.GetRequiredService<ConcurrentQueue<CollectedSpan>>();

        public ConcurrentQueue<(string Service, string Metric)> Metrics => _app.Services.GetRequiredService<ConcurrentQueue<(string Service, string Metric)>>();

        public static async Task<Collector> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Configuration.Sources.Clear();
            builder.Logging.ClearProviders();
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
            builder.Services.AddSingleton<ConcurrentQueue<CollectedSpan>>().AddSingleton<ConcurrentQueue<(string, string)>>();
            builder.Services.AddGrpc();
            var app = builder.Build();
            app.MapGrpcService<Traces>();
            app.MapGrpcService<MetricPoints>();
            await app.StartAsync();
            return new Collector(app);
        }

        public static string ServiceOf(Resource resource) => resource.Attributes.Single(attribute => attribute.Key == "service.name").Value.StringValue;

        public ValueTask DisposeAsync() => _app.DisposeAsync();
    }

    internal sealed class Traces(ConcurrentQueue<CollectedSpan> spans) : TraceService.TraceServiceBase
    {
        public override Task<ExportTraceServiceResponse> Export(ExportTraceServiceRequest request, ServerCallContext context)
        {
            foreach (var resource in request.ResourceSpans)
            {
                foreach (var span in resource.ScopeSpans.SelectMany(scope => scope.Spans))
                {
                    spans.Enqueue(new CollectedSpan(Collector.ServiceOf(resource.Resource), Hex(span.SpanId), Hex(span.ParentSpanId), span.Name));
                }
            }

            return Task.FromResult(new ExportTraceServiceResponse());
        }

        private static string Hex(ByteString id) => Convert.ToHexString(id.Span);
    }

    internal sealed class MetricPoints(ConcurrentQueue<(string Service, string Metric)> metrics) : MetricsService.MetricsServiceBase
    {
        public override Task<ExportMetricsServiceResponse> Export(ExportMetricsServiceRequest request, ServerCallContext context)
        {
            foreach (var resource in request.ResourceMetrics)
            {
                foreach (var metric in resource.ScopeMetrics.SelectMany(scope => scope.Metrics))
                {
                    metrics.Enqueue((Collector.ServiceOf(resource.Resource), metric.Name));
                }
            }

            return Task.FromResult(new ExportMetricsServiceResponse());
        }
    }
}
