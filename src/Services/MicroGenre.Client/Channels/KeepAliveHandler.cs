using System.Security.Cryptography.X509Certificates;
using Grpc.Core;

namespace MicroGenre.Client.Channels;

/// <summary>
/// Sends the calls of a gRPC client and detects silent connections. After two seconds without data during a call, it sends a ping; without
/// an answer within three more, it closes the connection. gRPC sees UNAVAILABLE, so that callers retry or do without; the protocol error
/// that .NET throws would become INTERNAL.
/// </summary>
internal sealed class KeepAliveHandler : DelegatingHandler
{
    // RFC 9113, section 7.
    private const long ProtocolError = 1;

    // A server that stops announces it; a call whose request was being sent at that moment is lost.
    private const long NoError = 0;

    // If a call is refused before any answer, its status is in the headers.
    private const string StatusHeader = "grpc-status";
    private const string MessageHeader = "grpc-message";
    private static readonly string Unavailable = $"{StatusCode.Unavailable:D}";

    // The maximum of .NET. If the server can send a whole answer at once, it need not wait for window updates, after which Kestrel 10
    // sometimes does not send its next answer (dotnet/aspnetcore#53736).
    private const int LongestAnswerAtOnce = 16 * 1024 * 1024;

    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPing = TimeSpan.FromSeconds(3);

    /// <param name="authorities">Trusted certificate authorities instead of the machine's; <see langword="null"/> or empty for the
    /// machine's.</param>
    public KeepAliveHandler(X509Certificate2Collection? authorities) => InnerHandler = new SocketsHttpHandler
    {
        EnableMultipleHttp2Connections = true,
        KeepAlivePingDelay = LongestSilence,
        KeepAlivePingTimeout = LongestPing,
        // Some servers treat many pings on an idle connection as an attack.
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        InitialHttp2StreamWindowSize = LongestAnswerAtOnce,
        SslOptions = { CertificateChainPolicy = authorities is null ? null : TrustIn(authorities) },
    };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            return IsRefusal(response) ? throw Refused(response) : response;
        }
        catch (HttpRequestException e) when (e.InnerException is HttpProtocolException { ErrorCode: ProtocolError or NoError })
        {
            throw Broken(e.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The end of the connection interrupted a request that was still being sent.
            throw Broken($"The connection was silent for {(LongestSilence + LongestPing).TotalSeconds:0} s.");
        }
    }

    /// <summary>Whether a service is running but refuses calls, for example while it stops.</summary>
    private static bool IsRefusal(HttpResponseMessage response) =>
        response.Headers.TryGetValues(StatusHeader, out var status) && status.Contains(Unavailable, StringComparer.Ordinal);

    // The load balancer sees only exceptions.
    private static RpcException Refused(HttpResponseMessage response)
    {
        using (response)
        {
            var message = response.Headers.TryGetValues(MessageHeader, out var values) ? Uri.UnescapeDataString(values.First()) : "";
            return new RpcException(new Status(StatusCode.Unavailable, message));
        }
    }

    private static X509ChainPolicy TrustIn(X509Certificate2Collection authorities)
    {
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.AddRange(authorities);
        return trust;
    }

    // Without an inner exception, which gRPC would inspect.
    private static HttpRequestException Broken(string message) => new(HttpRequestError.ConnectionError, message, new IOException(message));
}
