using System.Collections.Concurrent;
using System.Net;
using MicroGenre.OtlpCollector.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MicroGenre.OtlpCollector;

/// <summary>A span as a service sent it; identifiers are hexadecimal, that of a missing parent is empty.</summary>
public sealed record CollectedSpan(string Service, string Instance, string Trace, string Id, string Parent, string Name, SpanKind Kind);

/// <summary>A metric as a service sent it; the value is a counter's sum so far, 0 for what is no counter of integers.</summary>
public sealed record CollectedMetric(string Service, string Instance, string Name, long Value);

/// <summary>Receives OTLP over gRPC, as a dashboard does, and keeps what it got in the order it came.</summary>
public sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication application;

    private Collector(WebApplication application) => this.application = application;

    /// <summary>What services are given as <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>.</summary>
    public string Address => application.Urls.Single();

    public ConcurrentQueue<CollectedSpan> Spans => application.Services.GetRequiredService<ConcurrentQueue<CollectedSpan>>();

    public ConcurrentQueue<CollectedMetric> Metrics => application.Services.GetRequiredService<ConcurrentQueue<CollectedMetric>>();

    public static async Task<Collector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(
            kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton<ConcurrentQueue<CollectedSpan>>().AddSingleton<ConcurrentQueue<CollectedMetric>>();
        builder.Services.AddGrpc();
        var app = builder.Build();
        app.MapGrpcService<SpanReceiver>();
        app.MapGrpcService<MetricReceiver>();
        await app.StartAsync();
        return new Collector(app);
    }

    public ValueTask DisposeAsync() => application.DisposeAsync();
}
