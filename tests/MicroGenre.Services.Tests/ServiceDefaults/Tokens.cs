using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ServiceDefaults.Testing;

/// <summary>Makes JSON Web Tokens, as an issuer does.</summary>
internal static class Tokens
{
    /// <summary>The claims of a token that is in order.</summary>
    public static Dictionary<string, object> Claims() => new(StringComparer.Ordinal)
    {
        ["iss"] = "https://issuer.example",
        ["aud"] = "microgenre",
        ["sub"] = "alice",
        ["exp"] = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds(),
    };

    public static string Hs256(Dictionary<string, object> claims, string secret, string algorithm = "HS256") =>
        Sign(claims, algorithm, text => HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), text));

    public static string Sign(Dictionary<string, object> claims, string algorithm, Func<byte[], byte[]> sign) =>
        SignRaw($$"""{"typ":"JWT","alg":"{{algorithm}}"}""", JsonSerializer.Serialize(claims), sign);

    public static string SignRaw(string header, string claims, Func<byte[], byte[]> sign)
    {
        var text = $"{Encode(Encoding.UTF8.GetBytes(header))}.{Encode(Encoding.UTF8.GetBytes(claims))}";
        return $"{text}.{Encode(sign(Encoding.ASCII.GetBytes(text)))}";
    }

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
