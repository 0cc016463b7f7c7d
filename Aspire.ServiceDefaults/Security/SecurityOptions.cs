using Aspire.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;

namespace Aspire.ServiceDefaults.Security;

/// <summary>Security settings of a service: the section <c>Security</c> of its configuration.</summary>
internal sealed class SecurityOptions
{
    public const string Section = "Security";

    /// <summary>The accepted API keys.</summary>
    public IReadOnlyList<ApiKeyOptions> ApiKeys { get; init; } = [];

    /// <summary>The accepted tokens.</summary>
    public JwtOptions? Jwt { get; init; }

    /// <summary>The limits of each caller, unless its key has its own.</summary>
    public CallerLimits Limits { get; init; } = new();

    /// <summary>Maximum number of connections. Default 4096.</summary>
    public int Connections { get; init; } = 4096;

    /// <summary>Whether anonymous callers are allowed over the network.</summary>
    public bool AllowAnonymous { get; init; }

    /// <summary>Whether unencrypted calls are allowed over the network, for example behind a TLS proxy.</summary>
    public bool AllowPlaintext { get; init; }

    /// <summary>The API key or token that this service sends to other services.</summary>
    public string? ServiceKey { get; init; }

    /// <summary>
    /// A PEM file with the authority that signed the certificates of other services; it replaces the machine's authorities.
    /// </summary>
    public string? CertificateAuthority { get; init; }

    /// <summary>Whether callers are authenticated.</summary>
    public bool AsksCallers => ApiKeys.Count > 0 || Jwt is not null;

    /// <summary>Reads the section.</summary>
    /// <exception cref="StartRefusedException">A setting is unknown or invalid: a misspelt setting must not weaken security.</exception>
    public static SecurityOptions Read(IConfiguration configuration) => SettingsExtensions.Read<SecurityOptions>(configuration, Section);
}

/// <summary>An API key, stored only as a hash.</summary>
internal sealed class ApiKeyOptions
{
    /// <summary>The name of its owner.</summary>
    public string Name { get; init; } = "";

    /// <summary>SHA-256 of the key's UTF-8 bytes, in hexadecimal.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>Whether its owner has the right <see cref="Rights.Control"/>.</summary>
    public bool Control { get; init; }

    /// <summary>The limits of its owner; <see langword="null"/> for the common ones.</summary>
    public CallerLimits? Limits { get; init; }
}

/// <summary>The accepted JSON Web Tokens.</summary>
internal sealed class JwtOptions
{
    /// <summary>The algorithm: <c>HS256</c>, <c>RS256</c> or <c>ES256</c>.</summary>
    public string Algorithm { get; init; } = "";

    /// <summary>The secret for HS256, in base64; at least 32 bytes.</summary>
    public string? Secret { get; init; }

    /// <summary>A PEM file with the public key for RS256 or ES256.</summary>
    public string? PublicKeyFile { get; init; }

    /// <summary>
    /// The address where the issuer publishes its keys, instead of <see cref="PublicKeyFile"/>. OpenID Connect Discovery appends
    /// <c>/.well-known/openid-configuration</c>.
    /// </summary>
    public string? Authority { get; init; }

    /// <summary>The required value of <c>iss</c>.</summary>
    public string Issuer { get; init; } = "";

    /// <summary>The required value in <c>aud</c>.</summary>
    public string Audience { get; init; } = "";

    /// <summary>The scope that grants <see cref="Rights.Control"/>.</summary>
    public string ControlScope { get; init; } = "microgenre.control";

    /// <summary>Allowed clock skew. Default 1 minute.</summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromMinutes(1);
}

/// <summary>The limits of a caller.</summary>
internal sealed class CallerLimits
{
    /// <summary>Maximum number of active calls. Default 1000.</summary>
    public int CallsAtOnce { get; init; } = 1000;

    /// <summary>Maximum number of new calls per second, in the long run. Default: no limit.</summary>
    public int? CallsPerSecond { get; init; }

    /// <summary>Maximum number of calls at once after a pause. Default: those of one second.</summary>
    public int? Burst { get; init; }

    /// <summary>Maximum number of bytes that a call may send, over all its messages. Default: the service's limit.</summary>
    public long? LargestRequest { get; init; }
}
