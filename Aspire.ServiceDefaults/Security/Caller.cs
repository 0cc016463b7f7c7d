using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace Aspire.ServiceDefaults.Security;

/// <summary>An authenticated caller.</summary>
/// <param name="Name">The key's name or the token's subject.</param>
/// <param name="Kind">How it was authenticated: <c>key</c> or <c>token</c>.</param>
/// <param name="Control">Whether it has <see cref="Rights.Control"/>.</param>
/// <param name="Limits">Its own limits; <see langword="null"/> for the common ones.</param>
internal sealed record Caller(string Name, string Kind, bool Control, CallerLimits? Limits = null)
{
    /// <summary>Returns the caller; <see langword="null"/> for an anonymous request.</summary>
    public static Caller? Of(HttpContext http) => (http.User.Identity as Known)?.Caller;

    /// <summary>The name of the caller in messages.</summary>
    public static string Describe(HttpContext http) => Of(http) is { } caller ? $"{caller.Kind}:{caller.Name}" : "anonymous";

    /// <summary>Identifies a caller: by name, or by address if anonymous.</summary>
    public static string Identify(HttpContext http) => Of(http) is null ? $"{http.Connection.RemoteIpAddress}" : Describe(http);

    public ClaimsPrincipal ToPrincipal() => new(new Known(this));

    private sealed class Known(Caller caller)
        : ClaimsIdentity([new Claim(DefaultNameClaimType, caller.Name)], authenticationType: caller.Kind)
    {
        public Caller Caller { get; } = caller;
    }
}
