using System.Globalization;
using System.Reflection;

namespace MicroGenre.Web.Subsonic;

/// <summary>The parameters of a request.</summary>
/// <param name="query">The query string.</param>
internal sealed class SubsonicRequest(IQueryCollection query)
{
    /// <summary>Whether the answer is JSON and not XML.</summary>
    public bool WantsJson => string.Equals(Of("f"), "json", StringComparison.OrdinalIgnoreCase);

    /// <summary>Finds the parameters of a request.</summary>
    public static ValueTask<SubsonicRequest?> BindAsync(HttpContext http, ParameterInfo parameter) =>
        ValueTask.FromResult<SubsonicRequest?>(new(http.Request.Query));

    /// <summary>A parameter; <see langword="null"/> if it is missing.</summary>
    public string? Of(string name) => query[name] is [{ } value, ..] ? value : null;

    /// <summary>A parameter that must be there.</summary>
    /// <exception cref="SubsonicException">It is missing.</exception>
    public string Required(string name) => Of(name) ?? throw SubsonicException.Missing(name);

    /// <summary>A parameter that is a whole number, cut off at a maximum.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="usual">What it is if it is missing.</param>
    /// <param name="most">The maximum.</param>
    /// <exception cref="SubsonicException">It is no such number, or negative.</exception>
    public int Number(string name, int usual, int most = int.MaxValue) => Of(name) is not { } text ? usual
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Min(number, most)
        : throw new SubsonicException(SubsonicException.Generic, $"{name}: '{text}' is not a whole number.");
}
