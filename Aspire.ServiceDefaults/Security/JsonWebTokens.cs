using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Aspire.ServiceDefaults.Settings;

namespace Aspire.ServiceDefaults.Security;

/// <summary>
/// Checks signed tokens (RFC 7519, in the compact form of RFC 7515) of one issuer, for one audience, by one algorithm and key.
/// </summary>
/// <remarks>
/// What a token says of its own algorithm or key is never followed: it must be the configured one, or the token is refused.
/// </remarks>
internal sealed class JsonWebTokens : IDisposable
{
    private const int LongestToken = 8 * 1024;
    private const int LongestSubject = 128;
    private const int ShortestSecret = 32;
    private const int ShortestRsaKey = 2048;
    private const int EllipticKey = 256;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    private readonly JwtOptions _options;
    private readonly TimeProvider _clock;
    private readonly Func<byte[], byte[], bool> _isSigned;
    private readonly IDisposable? _key;

    /// <exception cref="StartRefusedException">The options do not say enough to check a token by.</exception>
    public JsonWebTokens(JwtOptions options, TimeProvider clock)
    {
        if (options.Issuer.Length == 0 || options.Audience.Length == 0 || options.ControlScope.Length == 0)
        {
            throw Refuse("Issuer, Audience and ControlScope must not be empty.");
        }

        (_options, _clock) = (options, clock);
        switch (options.Algorithm)
        {
            case "HS256":
                var secret = SecretOf(options);
                _isSigned = (text, signature) => CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(secret, text), signature);
                break;

            case "RS256":
                var rsa = KeyOf(options, RSA.Create(), ShortestRsaKey, int.MaxValue);
                _key = rsa;
                _isSigned = (text, signature) => rsa.VerifyData(text, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
                break;

            case "ES256":
                var curve = KeyOf(options, ECDsa.Create(), EllipticKey, EllipticKey);
                _key = curve;
                _isSigned = (text, signature) =>
                    curve.VerifyData(text, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
                break;

            default:
                throw new StartRefusedException(
                    $"{SecurityOptions.Section}:Jwt:{nameof(JwtOptions.Algorithm)} is '{options.Algorithm}', but must be HS256, RS256 or "
                    + $"ES256.");
        }
    }

    /// <summary>Whether a credential has a token's form: three parts, split by points.</summary>
    public static bool HasForm(string credential) => credential.Count(c => c == '.') == 2;

    /// <summary>Whose token it is.</summary>
    /// <param name="token">The token.</param>
    /// <param name="problem">What is wrong with it, where nobody's.</param>
    public Caller? Check(string token, out string problem)
    {
        try
        {
            problem = "";
            return Read(token);
        }
        catch (Exception wrong) when (wrong is InvalidTokenException or FormatException or JsonException or CryptographicException)
        {
            problem = wrong is InvalidTokenException ? wrong.Message : "it is malformed";
            return null;
        }
    }

    public void Dispose() => _key?.Dispose();

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

    private static T KeyOf<T>(JwtOptions options, T key, int shortest, int longest)
        where T : AsymmetricAlgorithm
    {
        try
        {
            key.ImportFromPem(File.ReadAllText(options.PublicKeyFile ?? throw Refuse("PublicKeyFile is missing.")));
            return key.KeySize >= shortest && key.KeySize <= longest ? key
                : throw Refuse($"the key has {key.KeySize} bits, which {options.Algorithm} does not take.");
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            throw Refuse($"PublicKeyFile '{options.PublicKeyFile}' cannot be read as a key of {options.Algorithm}: {wrong.Message}");
        }
    }

    private static StartRefusedException Refuse(string why) => new($"{SecurityOptions.Section}:Jwt: {why}");

    private static string Text(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static double? Number(JsonElement claims, string name) =>
        !claims.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds) ? seconds
        : throw new InvalidTokenException($"its {name} is no number");

    private static JsonElement ObjectOf(JsonDocument document) =>
        document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement : throw new InvalidTokenException("it is malformed");

    private Caller Read(string token)
    {
        if (token.Length > LongestToken || token.Split('.') is not [var head, var body, var tail])
        {
            throw new InvalidTokenException("it is malformed");
        }

        using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(head), Strict);
        if (!string.Equals(Text(ObjectOf(header), "alg"), _options.Algorithm, StringComparison.Ordinal)
            || header.RootElement.TryGetProperty("crit", out _))
        {
            throw new InvalidTokenException($"its algorithm is not {_options.Algorithm}");
        }

        if (!_isSigned(Encoding.ASCII.GetBytes($"{head}.{body}"), Base64Url.DecodeFromChars(tail)))
        {
            throw new InvalidTokenException("its signature is wrong");
        }

        // Only now is what it says worth reading.
        using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(body), Strict);
        return Read(ObjectOf(claims));
    }

    private Caller Read(JsonElement claims)
    {
        var now = _clock.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
        var skew = _options.ClockSkew.TotalSeconds;
        var subject = Text(claims, "sub");
        var problem =
            Number(claims, "exp") is not { } end ? "it never expires"
            : now >= end + skew ? "it has expired"
            : Number(claims, "nbf") > now + skew ? "it is not valid yet"
            : !string.Equals(Text(claims, "iss"), _options.Issuer, StringComparison.Ordinal) ? "its issuer is another"
            : !Audiences(claims).Contains(_options.Audience, StringComparer.Ordinal) ? "it is meant for another audience"
            : subject.Length is 0 or > LongestSubject || subject.Any(char.IsControl) ? "it names no subject"
            : null;
        return problem is null
            ? new Caller(subject, "token", Text(claims, "scope").Split(' ').Contains(_options.ControlScope, StringComparer.Ordinal))
            : throw new InvalidTokenException(problem);
    }

    private static IEnumerable<string> Audiences(JsonElement claims) =>
        !claims.TryGetProperty("aud", out var audience) ? []
        : audience.ValueKind == JsonValueKind.Array ? audience.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String)
            .Select(one => one.GetString()!)
        : [Text(claims, "aud")];

    private sealed class InvalidTokenException(string message) : Exception(message);
}
