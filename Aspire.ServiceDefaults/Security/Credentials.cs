using System.Text;
using Microsoft.AspNetCore.Http;

namespace Aspire.ServiceDefaults.Security;

/// <summary>The accepted keys and tokens, and the credentials of a request.</summary>
internal sealed class Credentials(SecurityOptions options, TimeProvider clock) : IDisposable
{
    /// <summary>The keys.</summary>
    public ApiKeys Keys { get; } = new(options.ApiKeys);

    /// <summary>The tokens; <see langword="null"/> if tokens are not accepted.</summary>
    public JsonWebTokens? Tokens { get; } = options.Jwt is { } jwt ? new JsonWebTokens(jwt, clock) : null;

    /// <summary>
    /// The key or token of a request, from <c>authorization: Bearer</c> or the password of a browser's login prompt; <see langword="null"/>
    /// if there is none.
    /// </summary>
    public static string? Of(HttpRequest request) => request.Headers.Authorization.ToString().Split(' ', 2) switch
    {
        [var scheme, var credential] when scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) => credential.Trim(),
        [var scheme, var pair] when scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) => PasswordOf(pair.Trim()),
        _ => null,
    };

    /// <summary>Whether a request has a token, and not a key that looks like one.</summary>
    public bool ShowsToken(HttpRequest request) => Tokens is not null && Of(request) is { } shown && JsonWebTokens.HasForm(shown)
        && Keys.Find(shown) is null;

    public void Dispose() => Tokens?.Dispose();

    /// <summary>The password in <c>base64(user:password)</c> (RFC 7617). The user name is ignored.</summary>
    private static string PasswordOf(string pair)
    {
        var bytes = new byte[pair.Length];
        var text = Convert.TryFromBase64String(pair, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : "";
        return text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..];
    }
}
