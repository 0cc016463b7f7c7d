using System.Collections.Concurrent;
using Google.Protobuf;
using Grpc.Core;
using MicroGenre.OtlpCollector.Protocol;

namespace MicroGenre.OtlpCollector;

internal sealed class SpanReceiver(ConcurrentQueue<CollectedSpan> spans) : TraceService.TraceServiceBase
{
    public override Task<ExportTraceServiceResponse> Export(ExportTraceServiceRequest request, ServerCallContext context)
    {
        foreach (var resource in request.ResourceSpans)
        {
            foreach (var span in resource.ScopeSpans.SelectMany(scope => scope.Spans))
            {
                spans.Enqueue(new CollectedSpan(
                    resource.Resource.Text("service.name"), resource.Resource.Text("service.instance.id"), Hex(span.TraceId),
                        Hex(span.SpanId), Hex(span.ParentSpanId), span.Name, span.Kind));
            }
        }

        return Task.FromResult(new ExportTraceServiceResponse());
    }

    private static string Hex(ByteString id) => Convert.ToHexStringLower(id.Span);
}

internal sealed class MetricReceiver(ConcurrentQueue<CollectedMetric> metrics) : MetricsService.MetricsServiceBase
{
    public override Task<ExportMetricsServiceResponse> Export(ExportMetricsServiceRequest request, ServerCallContext context)
    {
        foreach (var resource in request.ResourceMetrics)
        {
            foreach (var metric in resource.ScopeMetrics.SelectMany(scope => scope.Metrics))
            {
                metrics.Enqueue(new CollectedMetric(
                    resource.Resource.Text("service.name"), resource.Resource.Text("service.instance.id"), metric.Name,
                        metric.Sum?.DataPoints.Sum(point => point.AsInt) ?? 0));
            }
        }

        return Task.FromResult(new ExportMetricsServiceResponse());
    }
}

internal static class ResourceExtensions
{
    public static string Text(this Resource resource, string key) => resource.Attributes.Single(attribute => attribute.Key == key)
        .Value.StringValue;
}
