using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Aspire.ServiceDefaults.Security;
using Grpc.Core;
using MicroGenre.Contracts;
using MicroGenre.Web.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MicroGenre.Web.Library;

/// <summary>Maps the endpoints for scans of the library.</summary>
internal static class ScanEndpoints
{
    /// <summary>Maps <c>POST /scan</c>, <c>POST /scan/stop</c> and <c>GET /scan/events</c>.</summary>
    public static void MapScans(this IEndpointRouteBuilder library)
    {
        library.MapPost("/scan", StartAsync).RequireAuthorization(Rights.Control);
        library.MapPost("/scan/stop", StopAsync).RequireAuthorization(Rights.Control);
        library.MapGet("/scan/events", Watch);
    }

    /// <summary>Starts a detached scan and returns its first message.</summary>
    private static async Task<IResult> StartAsync(
        HttpRequest request, Collector.CollectorClient client, WebOptions options, CancellationToken cancellation)
    {
        var order = await ContractJson.ReadAsync<ScanRequest>(request);
        order.Detached = true;
        using var call = client.Scan(order, options.Answer(cancellation));
        return await call.ResponseStream.MoveNext(cancellation)
            ? ContractJson.Result(call.ResponseStream.Current)
            : throw new RpcException(new Status(StatusCode.Internal, "the scan ended before it began."));
    }

    private static async Task<IResult> StopAsync(Collector.CollectorClient client, WebOptions options, CancellationToken cancellation) =>
        ContractJson.Result(await client.StopScanAsync(new StopScanRequest(), options.Answer(cancellation)));

    private static ServerSentEventsResult<string> Watch(
        Collector.CollectorClient client, IHostApplicationLifetime lifetime, CancellationToken cancellation) =>
        TypedResults.ServerSentEvents(FollowAsync(client, lifetime.ApplicationStopping, cancellation));

    private static async IAsyncEnumerable<SseItem<string>> FollowAsync(
        Collector.CollectorClient client, CancellationToken stopping, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellation);
        using var call = client.WatchScan(new WatchScanRequest(), cancellationToken: either.Token);
        await foreach (var happened in call.ResponseStream.EventsAsync(null, either.Token))
        {
            yield return happened;
        }
    }
}
