using System.Text.Encodings.Web;
using Grpc.Core;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Aspire.ServiceDefaults.Security;

/// <summary>Authenticates callers by API key, and answers all requests that are refused, including those with tokens.</summary>
internal sealed class ApiKeyHandler(
    Credentials credentials, AuditLog audit, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers,
        UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
        Credentials.Of(Request) is not { } shown ? AuthenticateResult.NoResult()
        : credentials.Keys.Find(shown) is { } caller
            ? AuthenticateResult.Success(new AuthenticationTicket(caller.ToPrincipal(), Scheme.Name))
        : AuthenticateResult.Fail("The API key is not known."));

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        // By key or token, depending on the request.
        var found = await Context.AuthenticateAsync();
        Response.Headers.WWWAuthenticate = "Basic realm=\"MicroGenre\", charset=\"UTF-8\"";
        await RefuseAsync(
            StatusCode.Unauthenticated, found.Failure?.Message
            ?? "This service requires an API key: authorization: Bearer KEY.");
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        RefuseAsync(
            StatusCode.PermissionDenied, $"{Caller.Describe(Context)} may not call {Request.Path}: it needs the right '{Rights.Control}'.");

    private Task RefuseAsync(StatusCode code, string detail)
    {
        if (Context.NeedsControl())
        {
            audit.Refused(Context, code);
        }

        return Refusal.WriteAsync(Context, code, detail);
    }
}
