using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;

namespace MicroGenre.Client.Channels;

/// <summary>The credentials of a caller and the authorities it trusts.</summary>
/// <param name="Key">The API key or token sent with every call; <see langword="null"/> for none.</param>
/// <param name="Authorities">Trusted certificate authorities; <see langword="null"/> for the machine's.</param>
public sealed record ServiceCredentials(string? Key, X509Certificate2Collection? Authorities)
{
    /// <summary>No key, and the machine's certificate authorities.</summary>
    public static ServiceCredentials None { get; } = new(null, null);

    /// <summary>Creates a handler that sends calls with these credentials over connections that are kept alive.</summary>
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
