using Aspire.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;

namespace Aspire.ServiceDefaults.Security;

/// <summary>Who may call a service, and how much: the section <c>Security</c> of its configuration.</summary>
internal sealed class SecurityOptions
{
    public const string Section = "Security";

    /// <summary>The keys that callers may show.</summary>
    public IReadOnlyList<ApiKeyOptions> ApiKeys { get; init; } = [];

    /// <summary>The tokens that callers may show.</summary>
    public JwtOptions? Jwt { get; init; }

    /// <summary>What each caller may ask for, unless its key says otherwise.</summary>
    public CallerLimits Limits { get; init; } = new();

    /// <summary>How many connections there may be. Default 4096.</summary>
    public int Connections { get; init; } = 4096;

    /// <summary>Whether anybody may call over the network.</summary>
    public bool AllowAnonymous { get; init; }

    /// <summary>Whether calls may come over the network unencrypted, as behind a proxy that speaks TLS.</summary>
    public bool AllowPlaintext { get; init; }

    /// <summary>The key, or token, that this service shows to the services it calls.</summary>
    public string? ServiceKey { get; init; }

    /// <summary>
    /// A file of certificates (PEM): the authority that signs those of the services it calls, in place of the machine's own.
    /// </summary>
    public string? CertificateAuthority { get; init; }

    /// <summary>Whether callers have to say who they are.</summary>
    public bool AsksCallers => ApiKeys.Count > 0 || Jwt is not null;

    /// <summary>Reads the section.</summary>
    /// <exception cref="StartRefusedException">A setting is unknown or not what it should be: a misspelt one must not leave a door
    /// open.</exception>
    public static SecurityOptions Read(IConfiguration configuration) => SettingsExtensions.Read<SecurityOptions>(configuration, Section);
}

/// <summary>A key, of which only a hash is kept.</summary>
internal sealed class ApiKeyOptions
{
    /// <summary>What to call who has it.</summary>
    public string Name { get; init; } = "";

    /// <summary>SHA-256 of the key's UTF-8 bytes, in hexadecimal.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>Whether it may control the service: <see cref="Rights.Control"/>.</summary>
    public bool Control { get; init; }

    /// <summary>What its owner may ask for.</summary>
    public CallerLimits? Limits { get; init; }
}

/// <summary>Which JSON Web Tokens are accepted.</summary>
internal sealed class JwtOptions
{
    /// <summary>The one algorithm: <c>HS256</c>, <c>RS256</c> or <c>ES256</c>.</summary>
    public string Algorithm { get; init; } = "";

    /// <summary>The secret of HS256, in base64; at least 32 bytes.</summary>
    public string? Secret { get; init; }

    /// <summary>The public key of RS256 or ES256: a PEM file.</summary>
    public string? PublicKeyFile { get; init; }

    /// <summary>
    /// Where the issuer publishes its keys, in place of <see cref="PublicKeyFile"/>: an address to which OpenID Connect Discovery adds
    /// <c>/.well-known/openid-configuration</c>.
    /// </summary>
    public string? Authority { get; init; }

    /// <summary>What <c>iss</c> must be.</summary>
    public string Issuer { get; init; } = "";

    /// <summary>What <c>aud</c> must name.</summary>
    public string Audience { get; init; } = "";

    /// <summary>The word in <c>scope</c> that gives <see cref="Rights.Control"/>.</summary>
    public string ControlScope { get; init; } = "microgenre.control";

    /// <summary>How far the clocks may be apart. Default 1 minute.</summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromMinutes(1);
}

/// <summary>What one caller may ask for.</summary>
internal sealed class CallerLimits
{
    /// <summary>How many calls may be under way. Default 1000.</summary>
    public int CallsAtOnce { get; init; } = 1000;

    /// <summary>How many calls may begin in a second, in the long run. Default: any.</summary>
    public int? CallsPerSecond { get; init; }

    /// <summary>How many may begin at one moment after a pause. Default: those of one second.</summary>
    public int? Burst { get; init; }

    /// <summary>How many bytes a call may send, all its messages together. Default: what the service takes.</summary>
    public long? LargestRequest { get; init; }
}
