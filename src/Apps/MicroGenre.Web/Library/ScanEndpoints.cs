using Aspire.ServiceDefaults.Security;
using MicroGenre.Contracts;
using MicroGenre.Web.Http;
using MicroGenre.Web.OpenApi;

namespace MicroGenre.Web.Library;

/// <summary>Maps the endpoints for scans of the library.</summary>
internal static class ScanEndpoints
{
    /// <summary>Maps <c>POST /scan</c>, <c>POST /scan/stop</c> and <c>GET /scan/events</c>.</summary>
    public static void MapScans(this IEndpointRouteBuilder library)
    {
        library.MapPost("/scan", StartAsync).Calls(Collector.Descriptor, "Scan", "StartScan").RequireAuthorization(Rights.Control)
            .WithSummary("Starts a scan, which updates the library from its folders whether anybody watches it or not.")
            .WithDescription("The reply is the scan's first message. One scan of a library runs at a time.");
        library.MapPost("/scan/stop", StopAsync).Calls(Collector.Descriptor, "StopScan").RequireAuthorization(Rights.Control);
        library.MapGet("/scan/events", Watch).Calls(Collector.Descriptor, "WatchScan");
    }

    /// <summary>Starts a detached scan and returns its first message.</summary>
    private static async Task<Reply<ScanReply>> StartAsync(
        Body<ScanRequest> order, Collector.CollectorClient client, WebOptions options, CancellationToken cancellation)
    {
        order.Message.Detached = true;
        using var call = client.Scan(order.Message, options.Answer(cancellation));
        return await Reply.FirstOfAsync(call.ResponseStream, cancellation);
    }

    private static Task<Reply<StopScanReply>> StopAsync(
        Collector.CollectorClient client, WebOptions options, CancellationToken cancellation) =>
        Reply.OfAsync(client.StopScanAsync(new StopScanRequest(), options.Answer(cancellation)));

    private static Events<ScanReply> Watch(Collector.CollectorClient client) =>
        new(token => client.WatchScan(new WatchScanRequest(), cancellationToken: token));
}
