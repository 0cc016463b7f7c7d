namespace MicroGenre.Learning;

/// <summary>Suggests similar names for an unknown one.</summary>
public static class NearestNames
{
    private const int Shown = 3;

    /// <summary>The most similar names, most likely first; empty if all are very different.</summary>
    /// <param name="name">The name as typed.</param>
    /// <param name="names">The known names.</param>
    /// <example><code>var nearest = NearestNames.To("clasify", ["classify", "tag"]); // classify</code></example>
    public static IReadOnlyList<string> To(string name, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(name);
        return [.. Ranked(name, names)
            .Where(near => near.Distance <= Math.Max(1, Math.Min(name.Length, near.Name.Length) / 3) || IsStart(name, near.Name))
                .Select(near => near.Name).Take(Shown)];
    }

    /// <summary>A phrase about the known names: all of them if they are few, otherwise the three most similar.</summary>
    /// <returns>For example <c>known are: a, b</c>, or <c>the nearest are: a, b, c</c>.</returns>
    public static string Describe(string name, IReadOnlyCollection<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return names.Count <= Shown
            ? $"known are: {string.Join(", ", names)}"
            : $"the nearest are: {string.Join(", ", Ranked(name, names).Select(near => near.Name).Take(Shown))}";
    }

    private static IEnumerable<(string Name, int Distance)> Ranked(string name, IEnumerable<string> names) => names
        .Select(other => (Name: other, Distance: Distance(name.ToUpperInvariant(), other.ToUpperInvariant())))
        .OrderBy(near => !IsStart(name, near.Name))
        .ThenBy(near => near.Distance)
        .ThenBy(near => near.Name, StringComparer.Ordinal);

    private static bool IsStart(string name, string other) =>
        name.Length > 2
            && (other.StartsWith(name, StringComparison.OrdinalIgnoreCase) || name.StartsWith(other, StringComparison.OrdinalIgnoreCase));

    /// <summary>Edit distance: insertions, deletions, replacements and swaps of neighbouring letters (optimal string alignment).</summary>
    private static int Distance(string first, string second)
    {
        var (before, last, current) = (new int[second.Length + 1], new int[second.Length + 1], new int[second.Length + 1]);
        for (var j = 0; j <= second.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= first.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= second.Length; j++)
            {
                var replaced = last[j - 1] + (first[i - 1] == second[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, Math.Min(last[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && first[i - 1] == second[j - 2] && first[i - 2] == second[j - 1])
                {
                    current[j] = Math.Min(current[j], before[j - 2] + 1);
                }
            }

            (before, last, current) = (last, current, before);
        }

        return last[second.Length];
    }
}
