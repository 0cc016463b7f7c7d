using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;

namespace MicroGenre.Client.Channels;

/// <summary>How a caller is let in, and whom it trusts.</summary>
/// <param name="Key">The key, or token, that every call shows; <see langword="null"/> for none.</param>
/// <param name="Authorities">Whose certificates to trust in place of the machine's authorities; <see langword="null"/> for those.</param>
public sealed record ServiceCredentials(string? Key, X509Certificate2Collection? Authorities)
{
    /// <summary>No key, and the machine's authorities.</summary>
    public static ServiceCredentials None { get; } = new(null, null);

    /// <summary>Sends calls with these credentials over connections that are kept alive.</summary>
    /// <example><code>GrpcChannel.ForAddress(address, new GrpcChannelOptions { HttpHandler = credentials.CreateHandler(), DisposeHttpClient
    /// = true })</code></example>
    public HttpMessageHandler CreateHandler() => new KeyHandler(Key, new KeepAliveHandler(Authorities));

    private sealed class KeyHandler(string? key, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
