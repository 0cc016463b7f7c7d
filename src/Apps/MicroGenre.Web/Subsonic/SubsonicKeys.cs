using System.Buffers;
using System.Text;

namespace MicroGenre.Web.Subsonic;

/// <summary>
/// Shows the key in a request's query string (<c>apiKey</c>, or as the password <c>p</c>) as the header that all services read, before
/// anybody looks who is calling.
/// </summary>
internal sealed class SubsonicKeys : IStartupFilter
{
    private const string Hexadecimal = "enc:";

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((http, rest) =>
        {
            if (http.Request.Path.StartsWithSegments(SubsonicEndpoints.Path, StringComparison.OrdinalIgnoreCase)
                && http.Request.Headers.Authorization.Count == 0 && KeyOf(new SubsonicRequest(http.Request.Query)) is { } key)
            {
                http.Request.Headers.Authorization = $"Bearer {key}";
            }

            return rest(http);
        });
        next(app);
    };

    private static string? KeyOf(SubsonicRequest request) => (request.Of("apiKey"), request.Of("u"), request.Of("p")) switch
    {
        ({ } key, null, _) => key,
        (null, _, { } password) => Decode(password),
        _ => null,
    };

    private static string? Decode(string password)
    {
        if (!password.StartsWith(Hexadecimal, StringComparison.Ordinal))
        {
            return password;
        }

        var bytes = new byte[password.Length];
        return Convert.FromHexString(password.AsSpan(Hexadecimal.Length), bytes, out _, out var length) == OperationStatus.Done
            ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }
}
