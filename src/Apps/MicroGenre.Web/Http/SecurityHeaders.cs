using Aspire.ServiceDefaults.Calls;

namespace MicroGenre.Web.Http;

/// <summary>Restricts the page to its own resources, and blocks requests from other sites' pages.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    // Own resources only: no inline script or style, no other site, no frame. Tracks are played from a blob in the browser.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self' blob:; connect-src 'self'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = "microphone=(self), camera=(), geolocation=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        return IsForeign(context.Request)
            ? new Problem(StatusCodes.Status403Forbidden, "Only this server's own page may make this request.", Retry: false)
                .WriteAsync(context)
            : next(context);
    }

    // Browsers state the origin of a request wherever it could do harm; other programs need not.
    private static bool IsForeign(HttpRequest request) =>
        request.Headers.Origin is [{ } origin] && origin != $"{request.Scheme}://{request.Host}";
}
