using System.Text;
using Grpc.Core;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace Aspire.ServiceDefaults.Security;

/// <summary>Finds out who calls, by <c>authorization: Bearer</c> and a key or token, or by the password that a browser asks for.</summary>
internal sealed class CallerAuthentication(Credentials credentials, AuditLog audit) : IAuthenticationHandler
{
    public const string Scheme = "MicroGenre";

    private HttpContext _http = null!;

    public Task InitializeAsync(AuthenticationScheme scheme, HttpContext context)
    {
        _http = context;
        return Task.CompletedTask;
    }

    public Task<AuthenticateResult> AuthenticateAsync() => Task.FromResult(Authenticate());

    public Task ChallengeAsync(AuthenticationProperties? properties)
    {
        _http.Response.Headers.WWWAuthenticate = "Basic realm=\"MicroGenre\", charset=\"UTF-8\"";
        return RefuseAsync(StatusCode.Unauthenticated,
            Authenticate().Failure?.Message ?? "This service answers only those who show a key: authorization: Bearer KEY.");
    }

    public Task ForbidAsync(AuthenticationProperties? properties) =>
        RefuseAsync(StatusCode.PermissionDenied,
            $"{Caller.Describe(_http)} may not call {_http.Request.Path}: it takes the right '{Rights.Control}'.");

    private Task RefuseAsync(StatusCode code, string detail)
    {
        if (_http.NeedsControl())
        {
            audit.Refused(_http, code);
        }

        return Refusal.WriteAsync(_http, code, detail);
    }

    private AuthenticateResult Authenticate()
    {
        if (CredentialOf(_http.Request) is not { } shown)
        {
            return AuthenticateResult.NoResult();
        }

        return credentials.Find(shown, out var problem) is { } caller
            ? AuthenticateResult.Success(new AuthenticationTicket(caller.ToPrincipal(), Scheme))
            : AuthenticateResult.Fail(problem);
    }

    private static string? CredentialOf(HttpRequest request) => request.Headers.Authorization.ToString().Split(' ', 2) switch
    {
        [var scheme, var credential] when scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) => credential.Trim(),
        [var scheme, var pair] when scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) => PasswordOf(pair.Trim()),
        _ => null,
    };

    /// <summary>The password of <c>base64(user:password)</c> (RFC 7617); the user's name is no matter.</summary>
    private static string PasswordOf(string pair)
    {
        var bytes = new byte[pair.Length];
        var text = Convert.TryFromBase64String(pair, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : "";
        return text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..];
    }
}
