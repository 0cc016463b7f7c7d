using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace Aspire.ServiceDefaults.Security;

/// <summary>Who calls.</summary>
/// <param name="Name">The key's name or the token's subject.</param>
/// <param name="Kind">How it is known: <c>key</c> or <c>token</c>.</param>
/// <param name="Control">Whether it has <see cref="Rights.Control"/>.</param>
/// <param name="Limits">What it may ask for, where that differs from others.</param>
internal sealed record Caller(string Name, string Kind, bool Control, CallerLimits? Limits = null)
{
    /// <summary>Who calls, or <see langword="null"/> where nobody has shown a key or token.</summary>
    public static Caller? Of(HttpContext http) => (http.User.Identity as Known)?.Caller;

    /// <summary>What to call whoever calls.</summary>
    public static string Describe(HttpContext http) => Of(http) is { } caller ? $"{caller.Kind}:{caller.Name}" : "anonymous";

    /// <summary>Tells callers apart: by name, and by address those who have none.</summary>
    public static string Identify(HttpContext http) => Of(http) is null ? $"{http.Connection.RemoteIpAddress}" : Describe(http);

    public ClaimsPrincipal ToPrincipal() => new(new Known(this));

    private sealed class Known(Caller caller)
        : ClaimsIdentity([new Claim(DefaultNameClaimType, caller.Name)], authenticationType: caller.Kind)
    {
        public Caller Caller { get; } = caller;
    }
}
