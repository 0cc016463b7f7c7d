using Microsoft.AspNetCore.Http;

namespace Grpc.Core;

public static class ServerCallContextExtensions
{
    /// <summary>The HTTP request that carries a call.</summary>
    public static HttpContext GetHttpContext(this ServerCallContext serverCallContext)
    {
        ArgumentNullException.ThrowIfNull(serverCallContext);
        return serverCallContext.UserState.TryGetValue(typeof(HttpContext), out var http)
            ? (HttpContext)http
            : throw new InvalidOperationException("This call context does not come from an HTTP request.");
    }
}
