using Grpc.Core;
using Grpc.Net.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Grpc.AspNetCore.Server;

/// <summary>Writes how a call ended: after the body, or in the headers where there is none.</summary>
internal static class ResponseStatus
{
    public static void Set(HttpResponse response, Status status, Metadata? trailers = null)
    {
        var destination = response.HasStarted ? response.HttpContext.Features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers : response.Headers;
        destination[Headers.Status] = ((int)status.StatusCode).ToString();
        if (!string.IsNullOrEmpty(status.Detail))
        {
            destination[Headers.Message] = StatusMessage.Encode(status.Detail);
        }

        foreach (var trailer in trailers ?? Metadata.Empty)
        {
            destination.Append(trailer.Key, Headers.ValueOf(trailer));
        }
    }
}
