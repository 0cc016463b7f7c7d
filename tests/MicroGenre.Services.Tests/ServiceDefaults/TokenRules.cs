using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Aspire.ServiceDefaults.Security;
using Aspire.ServiceDefaults.Settings;
using MicroGenre.Testing;

namespace ServiceDefaults.Testing;

public sealed class TokenRules : IDisposable
{
    private const string Secret = "0123456789abcdef0123456789abcdef";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_example_of_RFC_7515_with_HS256_has_the_right_signature()
    {
        // Appendix A.1: its key and token. It has expired in 2011, and only that is wrong with it but its issuer.
        var key = Convert.ToBase64String(
            System.Buffers.Text.Base64Url.DecodeFromChars(
                "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"));
        const string Token =
            "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        using var tokens = new JsonWebTokens(
            new JwtOptions { Algorithm = "HS256", Secret = key, Issuer = "joe", Audience = "a" }, TimeProvider.System);

        Assert.Null(Check(tokens, Token, out var problem));
        Assert.Equal("it has expired", problem);
        Assert.Null(Check(tokens, Token[..^2] + "AA", out problem));
        Assert.Equal("its signature is wrong", problem);
    }

    [Fact]
    public void A_token_in_order_names_its_subject()
    {
        using var tokens = Hs256();

        var caller = Check(tokens, Tokens.Hs256(Tokens.Claims(), Secret), out _);

        Assert.Equal(new Caller("alice", "token", Control: false), caller);
    }

    [Theory]
    [InlineData("exp", 0, "it has expired")]
    [InlineData("exp", null, "it never expires")]
    [InlineData("exp", "tomorrow", "its exp is not a number")]
    [InlineData("nbf", 99999999999L, "it is not valid yet")]
    [InlineData("iss", "https://other.example", "its issuer is not the expected one")]
    [InlineData("iss", null, "its issuer is not the expected one")]
    [InlineData("aud", "another", "it is meant for another audience")]
    [InlineData("aud", null, "it is meant for another audience")]
    [InlineData("sub", null, "it names no subject")]
    [InlineData("sub", "a\nb", "it names no subject")]
    public void A_claim_that_is_wrong_is_named(string claim, object? value, string expected)
    {
        using var tokens = Hs256();
        var claims = Tokens.Claims();
        claims.Remove(claim);
        if (value is not null)
        {
            claims[claim] = value;
        }

        Assert.Null(Check(tokens, Tokens.Hs256(claims, Secret), out var problem));
        Assert.Equal(expected, problem);
    }

    [Fact]
    public void An_audience_may_be_one_of_several()
    {
        using var tokens = Hs256();
        var claims = Tokens.Claims();
        claims["aud"] = new[] { "another", "microgenre" };

        Assert.NotNull(Check(tokens, Tokens.Hs256(claims, Secret), out _));
    }

    [Fact]
    public void The_algorithm_is_the_configured_one_whatever_a_token_says()
    {
        using var rsa = RSA.Create(2048);
        using var tokens = Public("RS256", rsa);
        var signed = (byte[] text) => rsa.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        Assert.NotNull(Check(tokens, Tokens.Sign(Tokens.Claims(), "RS256", signed), out _));

        // The classic forgeries: no signature, and the public key taken for a secret.
        var pem = Encoding.UTF8.GetBytes(rsa.ExportSubjectPublicKeyInfoPem());
        Assert.All(
            [
                Tokens.Sign(Tokens.Claims(), "none", _ => []),
                Tokens.Sign(Tokens.Claims(), "HS256", text => HMACSHA256.HashData(pem, text)),
                Tokens.Sign(Tokens.Claims(), "rs256", signed),
                Tokens.SignRaw("""{"alg":"RS256","crit":["exp"]}""", JsonSerializer.Serialize(Tokens.Claims()), signed),
            ],
            forged =>
            {
                Assert.Null(Check(tokens, forged, out var problem));
                Assert.Equal("its algorithm is not RS256", problem);
            });
        Assert.Null(Check(tokens, Tokens.Sign(Tokens.Claims(), "RS256", text => HMACSHA256.HashData(pem, text)), out var wrong));
        Assert.Equal("its signature is wrong", wrong);
    }

    [Fact]
    public void Elliptic_curves_sign_too()
    {
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var tokens = Public("ES256", curve);

        Assert.NotNull(Check(tokens, Tokens.Sign(Tokens.Claims(), "ES256", text => curve.SignData(text, HashAlgorithmName.SHA256)), out _));
        Assert.Null(Check(tokens, Tokens.Sign(Tokens.Claims(), "ES256", text => other.SignData(text, HashAlgorithmName.SHA256)), out _));
        Assert.Null(Check(tokens, Tokens.Sign(Tokens.Claims(), "ES256", _ => new byte[64]), out _));
        Assert.Null(Check(tokens, Tokens.Sign(Tokens.Claims(), "ES256", _ => []), out _));
    }

    [Theory]
    [InlineData("..")]
    [InlineData("e30.e30.e30")]
    [InlineData("W10.W10.W10")]
    [InlineData("é.é.é")]
    [InlineData("a=.b=.c=")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.e30")]
    public void What_is_no_token_is_refused_without_fuss(string token)
    {
        using var tokens = Hs256();

        Assert.Null(Check(tokens, token, out var problem));
        Assert.NotEmpty(problem);
    }

    [Fact]
    public void A_claim_that_comes_twice_is_refused()
    {
        using var tokens = Hs256();
        var claims = JsonSerializer.Serialize(Tokens.Claims())[..^1] + """,'sub':'root'}""".Replace('\'', '"');

        Assert.Null(Check(tokens, Tokens.SignRaw("""{"alg":"HS256"}""", claims, text => HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), text)), out var problem));
        Assert.Equal("it is malformed", problem);
    }

    [Fact]
    public void Keys_that_are_too_weak_or_of_the_wrong_kind_are_refused_at_the_start()
    {
        using var weak = RSA.Create(1024);
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        Assert.Throws<StartRefusedException>(() => Public("RS256", weak));
        Assert.Throws<StartRefusedException>(() => Public("ES256", curve));
        Assert.Throws<StartRefusedException>(() => Public("RS256", curve));
        Assert.Throws<StartRefusedException>(() => Public("none", curve));
        Assert.Throws<StartRefusedException>(
            () => new JsonWebTokens(
                new JwtOptions { Algorithm = "HS256", Secret = "c2hvcnQ=", Issuer = "i", Audience = "a" }, TimeProvider.System));
        Assert.Throws<StartRefusedException>(
            () => new JsonWebTokens(
                new JwtOptions { Algorithm = "RS256", PublicKeyFile = _folder["none.pem"], Issuer = "i", Audience = "a" },
                    TimeProvider.System));
        Assert.Throws<StartRefusedException>(
            () => new JsonWebTokens(
                new JwtOptions { Algorithm = "HS256", Secret = Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)) },
                    TimeProvider.System));
    }

    private static Caller? Check(JsonWebTokens tokens, string token, out string problem)
    {
        (var caller, problem) = tokens.CheckAsync(token).GetAwaiter().GetResult();
        return caller;
    }

    private static JsonWebTokens Hs256() => new(
        new JwtOptions
        {
            Algorithm = "HS256",
            Secret = Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)),
            Issuer = "https://issuer.example",
            Audience = "microgenre",
        },
        TimeProvider.System);

    private JsonWebTokens Public(string algorithm, AsymmetricAlgorithm key)
    {
        File.WriteAllText(_folder["key.pem"], key.ExportSubjectPublicKeyInfoPem());
        return new JsonWebTokens(
            new JwtOptions { Algorithm = algorithm, PublicKeyFile = _folder["key.pem"], Issuer = "https://issuer.example",
                Audience = "microgenre" }, TimeProvider.System);
    }
}
