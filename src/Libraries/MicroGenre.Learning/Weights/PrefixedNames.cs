namespace MicroGenre.Learning;

/// <summary>Names of a part's arrays among those of the whole: <c>part.name</c>.</summary>
internal static class PrefixedNames
{
    /// <summary>The part's arrays by the whole's names.</summary>
    public static IEnumerable<KeyValuePair<string, TensorData>> WithPrefix(
        this IEnumerable<KeyValuePair<string, TensorData>> part, string prefix) =>
        part.Select(pair => KeyValuePair.Create(prefix + pair.Key, pair.Value));

    /// <summary>The arrays of one part by its own names.</summary>
    public static Dictionary<string, TensorData> WithoutPrefix(this IReadOnlyDictionary<string, TensorData> whole, string prefix) => whole
        .Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal))
        .ToDictionary(pair => pair.Key[prefix.Length..], pair => pair.Value, StringComparer.Ordinal);
}
