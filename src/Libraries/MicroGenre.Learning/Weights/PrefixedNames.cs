namespace MicroGenre.Learning;

/// <summary>Prefixes the names of a part's arrays within a whole: <c>part.name</c>.</summary>
internal static class PrefixedNames
{
    /// <summary>Adds the part's prefix to the names of its arrays.</summary>
    public static IEnumerable<KeyValuePair<string, TensorData>> WithPrefix(
        this IEnumerable<KeyValuePair<string, TensorData>> part, string prefix) =>
        part.Select(pair => KeyValuePair.Create(prefix + pair.Key, pair.Value));

    /// <summary>Selects the arrays of one part and removes the prefix.</summary>
    public static Dictionary<string, TensorData> WithoutPrefix(this IReadOnlyDictionary<string, TensorData> whole, string prefix) => whole
        .Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal))
        .ToDictionary(pair => pair.Key[prefix.Length..], pair => pair.Value, StringComparer.Ordinal);
}
