namespace MicroGenre.DataSets;

/// <summary>Reads groups of tracks, such as artists, that must not be split between training and test.</summary>
/// <example><code>
/// var artists = TrackGroups.Read("tracks.csv", "artist");
/// </code></example>
public static class TrackGroups
{
    /// <summary>Reads a <c>.csv</c> file with the columns <c>track</c> and <paramref name="column"/>.</summary>
    /// <param name="file">The file; it may list additional tracks.</param>
    /// <param name="column">The column with the group.</param>
    /// <returns>The group of each track, by the track's name.</returns>
    /// <exception cref="DataSetException">The file does not exist or is damaged, a column or value is missing, or a track has two
    /// groups.</exception>
    public static IReadOnlyDictionary<string, string> Read(string file, string column)
    {
        var groups = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var row in CsvTable.Read(file, "track", column))
        {
            if (!groups.TryAdd(row["track"], row[column]) && !string.Equals(groups[row["track"]], row[column], StringComparison.Ordinal))
            {
                throw new DataSetException($"'{file}' line {row.Line}: {row["track"]} has a different {column} than in an earlier line.");
            }
        }

        return groups;
    }
}
