using System.Security.Cryptography.X509Certificates;
using Grpc.Core;

namespace MicroGenre.Client.Channels;

/// <summary>
/// Sends the calls of a gRPC client, and takes silence for absence: a connection with calls on which nothing came for two seconds is asked
/// for a sign of life, and after three more it is given up as one that broke: what hangs loses its calls to those that do not. To gRPC that
/// is UNAVAILABLE, so that callers ask again or do without, where what .NET throws, a breach of the protocol, would be INTERNAL.
/// </summary>
internal sealed class KeepAliveHandler : DelegatingHandler
{
    // RFC 9113, section 7.
    private const long ProtocolError = 1;

    // A server that stops says so, and a call that had begun to be sent then is lost.
    private const long NoError = 0;

    // Where a call is refused before anything was answered, its status stands in the headers.
    private const string StatusHeader = "grpc-status";
    private const string MessageHeader = "grpc-message";
    private static readonly string Unavailable = $"{StatusCode.Unavailable:D}";

    // As large as .NET takes. A server that may send a whole answer need not wait for leave to go on, after which Kestrel 10 at times never
    // sends its next answer (dotnet/aspnetcore#53736).
    private const int LongestAnswerAtOnce = 16 * 1024 * 1024;

    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPing = TimeSpan.FromSeconds(3);

    /// <param name="authorities">Whose certificates to trust in place of the machine's authorities, if any are given.</param>
    public KeepAliveHandler(X509Certificate2Collection? authorities) => InnerHandler = new SocketsHttpHandler
    {
        EnableMultipleHttp2Connections = true,
        KeepAlivePingDelay = LongestSilence,
        KeepAlivePingTimeout = LongestPing,
        // Servers of other makes take many pings on an idle connection for an attack.
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
            // The end of the connection stopped a request that was still being sent.
            throw Broken($"It was silent for {(LongestSilence + LongestPing).TotalSeconds:0} s.");
        }
    }

    /// <summary>Whether a service is there and takes no calls, as while it stops.</summary>
    private static bool IsRefusal(HttpResponseMessage response) =>
        response.Headers.TryGetValues(StatusHeader, out var status) && status.Contains(Unavailable, StringComparer.Ordinal);

    // What balances calls hears only of what is thrown.
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

    // Without what was thrown, which gRPC would look into.
    private static HttpRequestException Broken(string message) => new(HttpRequestError.ConnectionError, message, new IOException(message));
}
