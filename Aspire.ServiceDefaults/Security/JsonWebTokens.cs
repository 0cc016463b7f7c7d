using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Aspire.ServiceDefaults.Settings;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Aspire.ServiceDefaults.Security;

/// <summary>
/// Validates signed tokens (RFC 7519, in the compact form of RFC 7515) of one issuer, for one audience, with one algorithm.
/// </summary>
/// <remarks>The algorithm in a token must be the configured one; otherwise the token is refused.</remarks>
internal sealed class JsonWebTokens : IDisposable
{
    private const string NoSubject = "it names no subject";
    private const string Malformed = "it is malformed";
    private const int LongestToken = 8 * 1024;
    private const int LongestSubject = 128;
    private const int ShortestSecret = 32;
    private const int ShortestRsaKey = 2048;
    private const int EllipticKey = 256;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    private readonly JwtOptions _options;
    private readonly TimeProvider _clock;
    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = LongestToken, MapInboundClaims = false };
    private readonly TokenValidationParameters _rules;
    private readonly IDisposable? _key;
    private readonly IssuerKeys? _issuerKeys;

    /// <exception cref="StartRefusedException">The options are incomplete or invalid.</exception>
    public JsonWebTokens(JwtOptions options, TimeProvider clock)
    {
        if (options.Issuer.Length == 0 || options.Audience.Length == 0 || options.ControlScope.Length == 0)
        {
            throw Refuse("Issuer, Audience and ControlScope must not be empty.");
        }

        (_options, _clock) = (options, clock);
        SecurityKey? key = options switch
        {
            { Algorithm: SecurityAlgorithms.HmacSha256, Authority: null } => new SymmetricSecurityKey(SecretOf(options)),
            { Algorithm: SecurityAlgorithms.HmacSha256 } => throw Refuse("HS256 uses a secret, which an Authority does not publish."),
            { Algorithm: SecurityAlgorithms.RsaSha256 or SecurityAlgorithms.EcdsaSha256, Authority: not null, PublicKeyFile: not null } =>
                throw Refuse("PublicKeyFile and Authority exclude each other."),
            { Algorithm: SecurityAlgorithms.RsaSha256 or SecurityAlgorithms.EcdsaSha256, Authority: not null } => null,
            { Algorithm: SecurityAlgorithms.RsaSha256 } => new RsaSecurityKey(KeyOf(options, RSA.Create())),
            { Algorithm: SecurityAlgorithms.EcdsaSha256 } => new ECDsaSecurityKey(KeyOf(options, ECDsa.Create())),
            _ => throw new StartRefusedException(
                $"{SecurityOptions.Section}:Jwt:{nameof(JwtOptions.Algorithm)} is '{options.Algorithm}', "
                + "but must be HS256, RS256 or ES256."),
        };
        _key = (key as RsaSecurityKey)?.Rsa ?? (IDisposable?)(key as ECDsaSecurityKey)?.ECDsa;
        _issuerKeys = options.Authority is { } authority ? IssuerKeys.Of(authority) : null;
        _rules = new TokenValidationParameters
        {
            TokenReader = (token, _) => Read(token),
            IssuerSigningKey = key,
            ConfigurationManager = _issuerKeys,
            ValidateIssuerSigningKey = true,
            IssuerSigningKeyValidator = (used, _, _) => Fits(options.Algorithm, used.KeySize) ? true
                : throw new InvalidTokenException($"its key has {used.KeySize} bits, which {options.Algorithm} does not take"),
            ValidAlgorithms = [options.Algorithm],
            LifetimeValidator = (from, until, _, _) => CheckTimes(from, until),
            IssuerValidator = (issuer, _, _) => string.Equals(issuer, options.Issuer, StringComparison.Ordinal) ? issuer
                : throw new InvalidTokenException("its issuer is not the expected one"),
            ValidAudience = options.Audience,
            IgnoreTrailingSlashWhenValidatingAudience = false,
        };
    }

    /// <summary>Whether a credential has the form of a token: three parts separated by dots.</summary>
    public static bool HasForm(string credential) => credential.Count(c => c == '.') == 2;

    /// <summary>Returns the owner of a token, or the problem with it.</summary>
    public async Task<(Caller? Caller, string Problem)> CheckAsync(string token)
    {
        var result = await _handler.ValidateTokenAsync(token, _rules);
        return !result.IsValid ? (null, ProblemOf(result.Exception))
            : CallerOf((JsonWebToken)result.SecurityToken) is { } caller ? (caller, "")
            : (null, NoSubject);
    }

    /// <summary>Applies these rules to the authentication handler.</summary>
    public void Configure(JwtBearerOptions bearer)
    {
        bearer.TokenHandlers.Clear();
        bearer.TokenHandlers.Add(_handler);
        bearer.TokenValidationParameters = _rules;
        bearer.Events = new JwtBearerEvents
        {
            OnMessageReceived = context =>
            {
                context.Token = Credentials.Of(context.Request);
                return Task.CompletedTask;
            },
            OnAuthenticationFailed = context =>
            {
                context.Fail(RefusalOf(ProblemOf(context.Exception)));
                return Task.CompletedTask;
            },
            OnTokenValidated = context =>
            {
                if (CallerOf((JsonWebToken)context.SecurityToken) is { } caller)
                {
                    context.Principal = caller.ToPrincipal();
                }
                else
                {
                    context.Fail(RefusalOf(NoSubject));
                }

                return Task.CompletedTask;
            },
        };
    }

    public void Dispose()
    {
        _key?.Dispose();
        _issuerKeys?.Dispose();
    }

    private static string RefusalOf(string problem) => $"The token is refused: {problem}.";

    private string ProblemOf(Exception wrong) => wrong switch
    {
        InvalidTokenException own => own.Message,
        { InnerException: InvalidTokenException own } => own.Message,
        SecurityTokenInvalidSignatureException when _issuerKeys?.Problem is { } problem => $"the keys of its issuer are missing: {problem}",
        SecurityTokenInvalidSignatureException => "its signature is wrong",
        SecurityTokenInvalidAudienceException => "it is meant for another audience",
        _ => Malformed,
    };

    private static byte[] SecretOf(JwtOptions options)
    {
        try
        {
            return Convert.FromBase64String(options.Secret ?? "") is { Length: >= ShortestSecret } secret ? secret
                : throw Refuse($"Secret must be at least {ShortestSecret} bytes in base64.");
        }
        catch (FormatException)
        {
            throw Refuse("Secret is not base64.");
        }
    }

    private static bool Fits(string algorithm, int bits) => algorithm switch
    {
        SecurityAlgorithms.RsaSha256 => bits >= ShortestRsaKey,
        SecurityAlgorithms.EcdsaSha256 => bits == EllipticKey,
        _ => true,
    };

    private static T KeyOf<T>(JwtOptions options, T key)
        where T : AsymmetricAlgorithm
    {
        try
        {
            key.ImportFromPem(File.ReadAllText(options.PublicKeyFile ?? throw Refuse("PublicKeyFile or Authority is missing.")));
            return Fits(options.Algorithm, key.KeySize) ? key
                : throw Refuse($"the key has {key.KeySize} bits, which {options.Algorithm} does not take.");
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            throw Refuse($"PublicKeyFile '{options.PublicKeyFile}' cannot be read as a key of {options.Algorithm}: {wrong.Message}");
        }
    }

    private static StartRefusedException Refuse(string why) => new($"{SecurityOptions.Section}:Jwt: {why}");

    private static void RequireNumber(JsonElement claims, string name)
    {
        if (claims.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Number)
        {
            throw new InvalidTokenException($"its {name} is not a number");
        }
    }

    private static JsonDocument Parse(string encoded)
    {
        try
        {
            var document = JsonDocument.Parse(Base64Url.DecodeFromChars(encoded), Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document : throw new InvalidTokenException(Malformed);
        }
        catch (Exception wrong) when (wrong is JsonException or FormatException)
        {
            throw new InvalidTokenException(Malformed);
        }
    }

    // Checks the form, and what the library is lenient about: the spelling of the algorithm, critical extensions, duplicate names, times
    // given as text.
    private JsonWebToken Read(string text)
    {
        if (text.Split('.') is not [var head, var body, _])
        {
            throw new InvalidTokenException(Malformed);
        }

        using var header = Parse(head);
        using var claims = Parse(body);
        if (!header.RootElement.TryGetProperty("alg", out var algorithm) || algorithm.ValueKind != JsonValueKind.String
            || !algorithm.ValueEquals(_options.Algorithm) || header.RootElement.TryGetProperty("crit", out _))
        {
            throw new InvalidTokenException($"its algorithm is not {_options.Algorithm}");
        }

        RequireNumber(claims.RootElement, "exp");
        RequireNumber(claims.RootElement, "nbf");
        return new JsonWebToken(text);
    }

    private bool CheckTimes(DateTime? from, DateTime? until)
    {
        var now = _clock.GetUtcNow().UtcDateTime;
        return until is not { } end ? throw new InvalidTokenException("it never expires")
            : now - _options.ClockSkew >= end ? throw new InvalidTokenException("it has expired")
            : from - _options.ClockSkew > now ? throw new InvalidTokenException("it is not valid yet")
            : true;
    }

    private Caller? CallerOf(JsonWebToken token) =>
        token.TryGetPayloadValue<string>("sub", out var subject) && subject is { Length: > 0 and <= LongestSubject }
            && !subject.Any(char.IsControl)
            ? new Caller(
                subject, "token", token.TryGetPayloadValue<string>("scope", out var scope) && (scope ?? "").Split(' ')
                    .Contains(_options.ControlScope, StringComparer.Ordinal))
            : null;

    private sealed class InvalidTokenException(string message) : SecurityTokenException(message);
}
