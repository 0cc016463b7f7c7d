using Aspire.ServiceDefaults.Settings;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Aspire.ServiceDefaults.Security;

/// <summary>
/// The keys published by an issuer (OpenID Connect Discovery 1.0). They are fetched with the first token, twice a day, and when a token is
/// signed with an unknown key, so that keys can be rotated while services run.
/// </summary>
internal sealed class IssuerKeys : BaseConfigurationManager, IDisposable
{
    private const string Document = "/.well-known/openid-configuration";
    private const int LargestDocument = 1 << 20;

    // Anyone can send a token with an unknown key, so the issuer is not asked more often than this.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly HttpClient _http = new() { Timeout = Patience, MaxResponseContentBufferSize = LargestDocument };
    private readonly ConfigurationManager<OpenIdConnectConfiguration> _published;

    private IssuerKeys(Uri authority) => _published = new ConfigurationManager<OpenIdConnectConfiguration>(
        authority.AbsoluteUri.TrimEnd('/') + Document,
        new OpenIdConnectConfigurationRetriever(),
        new HttpDocumentRetriever(_http) { RequireHttps = authority.Scheme == Uri.UriSchemeHttps })
    {
        RefreshInterval = Pause,
    };

    /// <summary>Why the last fetch failed; <see langword="null"/> if it succeeded.</summary>
    public string? Problem { get; private set; }

    /// <summary>Creates the keys of an issuer.</summary>
    /// <exception cref="StartRefusedException">The address is neither HTTPS nor on this machine.</exception>
    public static IssuerKeys Of(string authority) =>
        Uri.TryCreate(authority, UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            ? new IssuerKeys(address)
            : throw new StartRefusedException(
                $"{SecurityOptions.Section}:Jwt:{nameof(JwtOptions.Authority)} is '{authority}', "
                + "but must be an https:// address, or an http:// address of this machine.");

    /// <inheritdoc/>
    public override async Task<BaseConfiguration> GetBaseConfigurationAsync(CancellationToken cancel)
    {
        try
        {
            var published = await _published.GetBaseConfigurationAsync(cancel);
            Problem = null;
            return published;
        }
        catch (InvalidOperationException e)
        {
            Problem = (e.InnerException ?? e).Message.ReplaceLineEndings(" ");
            throw;
        }
    }

    /// <inheritdoc/>
    public override void RequestRefresh() => _published.RequestRefresh();

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
