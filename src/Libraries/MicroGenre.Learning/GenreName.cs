using System.Text;

namespace MicroGenre.Learning;

/// <summary>
/// Matches spellings of genres in labels, folders, lists and tags. Case, spaces, hyphens and other marks are ignored: <c>Hip-Hop</c>,
/// <c>hip hop</c> and <c>hiphop</c> are the same genre.
/// </summary>
/// <example><code>
/// var index = GenreName.IndexOf("Hip-Hop", ["blues", "hiphop"]); // 1
/// var name = GenreName.Display("hiphop"); // Hip-Hop
/// </code></example>
public static class GenreName
{
    private static readonly Dictionary<string, string> Displayed = new(StringComparer.Ordinal) { ["hiphop"] = "Hip-Hop" };

    /// <summary>Compares genres and ignores differences in spelling.</summary>
    public static IEqualityComparer<string> Comparer { get; } = new SpellingComparer();

    /// <summary>Formats a genre for display and tags: <c>Rock</c>, <c>Hip-Hop</c>.</summary>
    /// <param name="label">A label of a model; not empty.</param>
    public static string Display(string label)
    {
        ArgumentException.ThrowIfNullOrEmpty(label);
        return Displayed.TryGetValue(KeyOf(label), out var name) ? name : char.ToUpperInvariant(label[0]) + label[1..];
    }

    /// <summary>
    /// Finds a genre in a list: an exact match if there is one, otherwise the first match in another spelling; -1 if there is none.
    /// </summary>
    public static int IndexOf(string genre, IReadOnlyList<string> genres)
    {
        ArgumentNullException.ThrowIfNull(genres);
        for (var i = 0; i < genres.Count; i++)
        {
            if (string.Equals(genres[i], genre, StringComparison.Ordinal))
            {
                return i;
            }
        }

        for (var i = 0; i < genres.Count; i++)
        {
            if (Comparer.Equals(genres[i], genre))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>
    /// Chooses one spelling for each genre: the most frequent one or, among equally frequent ones, the first in ordinal order.
    /// </summary>
    /// <param name="genres">The genres, each repeated as often as it occurs.</param>
    /// <returns>The chosen spelling for each spelling that occurs.</returns>
    public static IReadOnlyDictionary<string, string> Unify(IEnumerable<string> genres) => genres
        .CountBy(genre => genre, StringComparer.Ordinal)
        .GroupBy(spelling => spelling.Key, Comparer)
        .SelectMany(spellings =>
        {
            var chosen = spellings.OrderByDescending(spelling => spelling.Value).ThenBy(spelling => spelling.Key, StringComparer.Ordinal)
                .First().Key;
            return spellings.Select(spelling => KeyValuePair.Create(spelling.Key, chosen));
        })
        .ToDictionary(StringComparer.Ordinal);

    /// <summary>The message for an unknown genre: lists the known genres and suggests the most similar one.</summary>
    public static string Unknown(string genre, IReadOnlyList<string> genres)
    {
        ArgumentNullException.ThrowIfNull(genres);
        var nearest = NearestNames.To(genre, genres);
        return $"'{genre}' is not one of the genres "
            + $"{string.Join(", ", genres)}{(nearest.Count > 0 ? $"; did you mean '{nearest[0]}'?" : ".")}";
    }

    // Letters and digits only. A name without any is its own key.
    private static string KeyOf(string genre)
    {
        var letters = new StringBuilder(genre.Length);
        foreach (var rune in genre.EnumerateRunes().Where(Rune.IsLetterOrDigit))
        {
            letters.Append(Rune.ToLowerInvariant(rune).ToString());
        }

        return letters.Length > 0 ? letters.ToString() : genre;
    }

    private sealed class SpellingComparer : IEqualityComparer<string>
    {
        public bool Equals(string? x, string? y) =>
            string.Equals(x, y, StringComparison.Ordinal)
                || (x is not null && y is not null && string.Equals(KeyOf(x), KeyOf(y), StringComparison.Ordinal));

        public int GetHashCode(string obj) => KeyOf(obj).GetHashCode(StringComparison.Ordinal);
    }
}
