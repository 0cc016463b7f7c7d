namespace MicroGenre.Learning;

/// <summary>
/// Stores which tracks a set contains, compactly and without their names: the sorted <see cref="LabelledTrack.FeatureHash"/> values as
/// base64.
/// </summary>
/// <example><code>
/// static bool Knows(TrackSet tracks, string hashes) => TrackHashes.Read(hashes).IsSupersetOf(TrackHashes.Read(TrackHashes.Of(tracks)));
/// </code></example>
public static class TrackHashes
{
    private const int Bytes = 8;

    /// <summary>Writes the hashes of a set's tracks.</summary>
    public static string Of(TrackSet tracks)
    {
        ArgumentNullException.ThrowIfNull(tracks);
        return Convert.ToBase64String(
            [.. tracks.Tracks.Select(track => track.FeatureHash).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .SelectMany(Convert.FromHexString)]);
    }

    /// <summary>Reads the hashes that <see cref="Of"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The text is not a list of hashes.</exception>
    public static IReadOnlySet<string> Read(string text)
    {
        try
        {
            return Convert.FromBase64String(text).Chunk(Bytes).Select(Convert.ToHexStringLower).ToHashSet(StringComparer.Ordinal);
        }
        catch (FormatException exception)
        {
            throw new InvalidDataException($"The list of a model's training tracks is damaged: {exception.Message}", exception);
        }
    }
}
