using System.Text;
using MicroGenre.Contracts;
using MicroGenre.Web.Http;

namespace MicroGenre.Web.Library;

/// <summary>Sends the map of the library in parts, a line each, so that a page draws the first ones while others arrive.</summary>
internal static class MapEndpoint
{
    /// <summary>Maps <c>GET /map</c>.</summary>
    public static void MapMap(this IEndpointRouteBuilder library) => library.MapGet("/map", SendAsync);

    private static async Task SendAsync(HttpContext context, Collector.CollectorClient client, CancellationToken cancellation)
    {
        using var call = client.GetMap(new GetMapRequest(), cancellationToken: cancellation);
        while (await call.ResponseStream.MoveNext(cancellation))
        {
            context.Response.ContentType = "application/x-ndjson";
            await context.Response.WriteAsync(ContractJson.Of(call.ResponseStream.Current) + "\n", Encoding.UTF8, cancellation);
        }
    }
}
