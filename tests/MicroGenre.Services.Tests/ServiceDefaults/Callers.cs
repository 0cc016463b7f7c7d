using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection.V1;
using MicroGenre.Testing;

namespace ServiceDefaults.Testing;

/// <summary>A service with two keys and tokens: one key, and one kind of token, may control.</summary>
public sealed class GuardedSample : IAsyncLifetime
{
    public const string Reader = "reader-key";
    public const string Keeper = "keeper-key";
    public const string Secret = "0123456789abcdef0123456789abcdef";

    public SampleProcess Process { get; private set; } = null!;

    public static (string Name, string Value)[] Settings =>
    [
        ("Security__ApiKeys__0__Name", "reader"),
        ("Security__ApiKeys__0__Sha256", HashOf(Reader)),
        ("Security__ApiKeys__1__Name", "keeper"),
        ("Security__ApiKeys__1__Sha256", HashOf(Keeper)),
        ("Security__ApiKeys__1__Control", "true"),
        ("Security__Jwt__Algorithm", "HS256"),
        ("Security__Jwt__Secret", Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret))),
        ("Security__Jwt__Issuer", "https://issuer.example"),
        ("Security__Jwt__Audience", "microgenre"),
    ];

    public static string HashOf(string key) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    public static Metadata Showing(string credential) => new() { { "authorization", $"Bearer {credential}" } };

    public async Task InitializeAsync() => Process = await SampleProcess.StartAsync(Settings);

    public async Task DisposeAsync() => await Process.DisposeAsync();
}

public class Callers(GuardedSample sample) : IClassFixture<GuardedSample>
{
    private readonly Sample.SampleClient _client = sample.Process.Client;

    [Fact]
    public async Task Whoever_shows_no_key_is_unauthenticated()
    {
        var refusal = await RefusedAsync(async () => await _client.AnswerAsync(new Request()));

        Assert.Equal(StatusCode.Unauthenticated, refusal.StatusCode);
        Assert.Contains("authorization: Bearer", refusal.Status.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no key of ours")]
    [InlineData("")]
    [InlineData("ey.J.x")]
    [InlineData("..")]
    public async Task Whoever_shows_a_wrong_key_is_unauthenticated(string key)
    {
        var refusal = await RefusedAsync(async () => await _client.AnswerAsync(new Request(), GuardedSample.Showing(key)));

        Assert.Equal(StatusCode.Unauthenticated, refusal.StatusCode);
    }

    [Fact]
    public async Task A_key_lets_its_owner_call_and_only_one_with_the_right_control()
    {
        await _client.AnswerAsync(new Request(), GuardedSample.Showing(GuardedSample.Reader));
        await _client.SwitchAsync(new Request(), GuardedSample.Showing(GuardedSample.Keeper));

        var refusal = await RefusedAsync(async () => await _client.SwitchAsync(new Request(), GuardedSample.Showing(GuardedSample.Reader)));

        Assert.Equal(StatusCode.PermissionDenied, refusal.StatusCode);
        Assert.Equal("key:reader may not call /microgenre.sample.Sample/Switch: it needs the right 'control'.", refusal.Status.Detail);
    }

    [Fact]
    public async Task A_token_lets_its_subject_call_and_only_one_with_the_scope_control()
    {
        var claims = Tokens.Claims();
        await _client.AnswerAsync(new Request(), GuardedSample.Showing(Tokens.Hs256(claims, GuardedSample.Secret)));

        var refusal = await RefusedAsync(
            async () => await _client.SwitchAsync(new Request(), GuardedSample.Showing(Tokens.Hs256(claims, GuardedSample.Secret))));
        Assert.Equal(StatusCode.PermissionDenied, refusal.StatusCode);

        claims["scope"] = "openid microgenre.control";
        await _client.SwitchAsync(new Request(), GuardedSample.Showing(Tokens.Hs256(claims, GuardedSample.Secret)));
    }

    [Fact]
    public async Task A_token_that_has_expired_is_refused_with_the_reason()
    {
        var claims = Tokens.Claims();
        claims["exp"] = DateTimeOffset.UtcNow.AddHours(-1).ToUnixTimeSeconds();

        var refusal = await RefusedAsync(
            async () => await _client.AnswerAsync(new Request(), GuardedSample.Showing(Tokens.Hs256(claims, GuardedSample.Secret))));

        Assert.Equal((StatusCode.Unauthenticated, "The token is refused: it has expired."), (refusal.StatusCode, refusal.Status.Detail));
    }

    [Fact]
    public async Task Whoever_asks_how_the_service_is_needs_no_key()
    {
        Assert.Equal(HttpStatusCode.OK, await sample.Process.StatusAsync("/health"));
        Assert.Equal(HttpStatusCode.OK, await sample.Process.StatusAsync("/alive"));
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving,
            (await new Health.HealthClient(sample.Process.Channel).CheckAsync(new HealthCheckRequest())).Status);
    }

    [Fact]
    public async Task Reflection_takes_a_key()
    {
        var client = new ServerReflection.ServerReflectionClient(sample.Process.Channel);
        using var anonymous = client.ServerReflectionInfo();
        Assert.Equal(StatusCode.Unauthenticated, (await RefusedAsync(() => anonymous.ResponseStream.MoveNext())).StatusCode);

        using var known = client.ServerReflectionInfo(GuardedSample.Showing(GuardedSample.Reader));
        await known.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "*" });
        Assert.True(await known.ResponseStream.MoveNext());
    }

    [Fact]
    public async Task A_browser_is_asked_for_a_password_which_is_the_key()
    {
        using var asked = await sample.Process.Http.GetAsync("/");
        Assert.Equal(HttpStatusCode.Unauthorized, asked.StatusCode);
        Assert.Equal("Basic", Assert.Single(asked.Headers.WwwAuthenticate).Scheme);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"me:{GuardedSample.Reader}")));
        using var answered = await sample.Process.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotFound, answered.StatusCode);
    }

    [Fact]
    public async Task Control_calls_are_audited_with_who_what_and_how_it_ended()
    {
        await _client.SwitchAsync(new Request { Message = "the one" }, GuardedSample.Showing(GuardedSample.Keeper));
        await RefusedAsync(
            async () => await _client.SwitchAsync(new Request { Exception = nameof(KeyNotFoundException), Message = "line 1\nline 2" },
                GuardedSample.Showing(GuardedSample.Keeper)));
        await RefusedAsync(async () => await _client.SwitchAsync(new Request(), GuardedSample.Showing(GuardedSample.Reader)));
        await RefusedAsync(async () => await _client.SwitchAsync(new Request()));

        foreach (var line in new[]
        {
            "key:keeper at 127.0.0.1 calls /microgenre.sample.Sample/Switch { \"message\": \"the one\" }",
            "key:keeper's call of /microgenre.sample.Sample/Switch ended with OK",
            "key:keeper's call of /microgenre.sample.Sample/Switch ended with NotFound",
            "key:reader at 127.0.0.1 was refused /microgenre.sample.Sample/Switch with PermissionDenied",
            "anonymous at 127.0.0.1 was refused /microgenre.sample.Sample/Switch with Unauthenticated",
        })
        {
            await Eventually.HoldsAsync(() => sample.Process.Output.Any(written => written.Contains(line, StringComparison.Ordinal)),
                TimeSpan.FromSeconds(30), $"the log says: {line}");
        }

        Assert.Contains(sample.Process.Output, line => line.Contains("MicroGenre.Audit", StringComparison.Ordinal));
        Assert.DoesNotContain(sample.Process.Output, line => line.Contains("keeper-key", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_service_shows_its_own_key_to_the_service_it_calls()
    {
        await using var guarded = await SampleProcess.StartAsync(
            ("services__next__grpc__0", sample.Process.GrpcAddress), ("Security__ServiceKey", GuardedSample.Reader));
        await guarded.Client.ForwardAsync(new Request());

        await using var keyless = await SampleProcess.StartAsync(("services__next__grpc__0", sample.Process.GrpcAddress));
        Assert.Equal(StatusCode.Unauthenticated,
            (await RefusedAsync(async () => await keyless.Client.ForwardAsync(new Request()))).StatusCode);
    }

    private static Task<RpcException> RefusedAsync(Func<Task> call) => Assert.ThrowsAsync<RpcException>(call);
}
