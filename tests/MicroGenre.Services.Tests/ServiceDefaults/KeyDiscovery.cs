using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using Aspire.ServiceDefaults.Security;
using Aspire.ServiceDefaults.Settings;
using MicroGenre.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace ServiceDefaults.Testing;

/// <summary>The keys of tokens come from an issuer that publishes them.</summary>
public sealed class KeyDiscovery : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<JsonWebKey> _published = new();
    private readonly RSA _first = RSA.Create(2048);
    private readonly RSA _second = RSA.Create(2048);
    private WebApplication _issuer = null!;

    private string Address => _issuer.Urls.Single();

    public async Task InitializeAsync()
    {
        _issuer = await StartIssuerAsync();
        Publish(_first);
    }

    public async Task DisposeAsync()
    {
        await _issuer.DisposeAsync();
        _first.Dispose();
        _second.Dispose();
    }

    [Fact]
    public async Task A_token_is_checked_by_the_keys_that_its_issuer_publishes()
    {
        using var tokens = Trusting(Address);

        await KnowsAsync(tokens, _first);
        Assert.Equal("alice", (await tokens.CheckAsync(SignedBy(_first))).Caller?.Name);
        Assert.Equal("its signature is wrong", (await tokens.CheckAsync(SignedBy(_second))).Problem);
    }

    [Fact]
    public async Task A_key_that_is_replaced_while_the_service_runs_is_taken_up_and_the_old_one_dropped()
    {
        using var tokens = Trusting(Address);
        await KnowsAsync(tokens, _first);

        _published.Clear();
        Publish(_second);

        await KnowsAsync(tokens, _second);
        Assert.Null((await tokens.CheckAsync(SignedBy(_first))).Caller);
    }

    [Fact]
    public async Task Keys_outlive_an_issuer_that_goes_away()
    {
        using var tokens = Trusting(Address);
        await KnowsAsync(tokens, _first);

        await _issuer.StopAsync();

        Assert.NotNull((await tokens.CheckAsync(SignedBy(_first))).Caller);
    }

    [Fact]
    public async Task An_issuer_that_cannot_be_reached_is_told_as_that()
    {
        var address = Address;
        await _issuer.StopAsync();
        using var tokens = Trusting(address);

        var (caller, problem) = await tokens.CheckAsync(SignedBy(_first));

        Assert.Null(caller);
        Assert.StartsWith("the keys of its issuer are missing: ", problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem);
    }

    [Fact]
    public async Task A_published_key_that_is_too_weak_is_not_taken()
    {
        using var weak = RSA.Create(1024);
        _published.Clear();
        Publish(weak);
        using var tokens = Trusting(Address);

        Assert.Null((await tokens.CheckAsync(SignedBy(weak))).Caller);
    }

    [Theory]
    [InlineData("RS256", "http://issuer.example", null, "must be an https:// address")]
    [InlineData("RS256", "issuer", null, "must be an https:// address")]
    [InlineData("HS256", "https://issuer.example", null, "HS256 uses a secret")]
    [InlineData("RS256", "https://issuer.example", "key.pem", "exclude each other")]
    [InlineData("RS256", null, null, "PublicKeyFile or Authority is missing")]
    public void Settings_that_cannot_be_are_refused_at_the_start(string algorithm, string? authority, string? file, string expected)
    {
        var refused = Assert.Throws<StartRefusedException>(() => new JsonWebTokens(
            new JwtOptions { Algorithm = algorithm, Authority = authority, PublicKeyFile = file, Issuer = "i", Audience = "a" },
            TimeProvider.System));

        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    private static string SignedBy(RSA key) => Tokens.Sign(
        Tokens.Claims(), "RS256", text => key.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    private static JsonWebTokens Trusting(string authority) => new(
        new JwtOptions { Algorithm = "RS256", Authority = authority, Issuer = "https://issuer.example", Audience = "microgenre" },
        TimeProvider.System);

    // A machine that is busy may not fetch the keys in time at first.
    private static Task KnowsAsync(JsonWebTokens tokens, RSA key) => Eventually.HoldsAsync(
        async () => (await tokens.CheckAsync(SignedBy(key))).Caller is not null, Patience, "the key is known");

    private void Publish(RSA key)
    {
        var published = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(key.ExportParameters(false)));
        _published.Enqueue(published);
    }

    private async Task<WebApplication> StartIssuerAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRouting();
        var app = builder.Build();
        app.UseRouting();
        app.MapGet("/.well-known/openid-configuration", (HttpRequest request) => Results.Json(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["issuer"] = "https://issuer.example",
                ["jwks_uri"] = $"http://{request.Host}/keys",
            }));
        app.MapGet("/keys", () => Results.Json(
            new { keys = _published.Select(key => new { kty = key.Kty, n = key.N, e = key.E, use = "sig" }) }));
        await app.StartAsync();
        return app;
    }
}
