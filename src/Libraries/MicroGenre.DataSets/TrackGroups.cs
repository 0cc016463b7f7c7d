namespace MicroGenre.DataSets;

/// <summary>What tracks have in common that a model must not hear in training and be asked about, such as their artist.</summary>
/// <example><code>
/// var artists = TrackGroups.Read("tracks.csv", "artist");
/// </code></example>
public static class TrackGroups
{
    /// <summary>Reads a <c>.csv</c> file with the columns <c>track</c> and <paramref name="column"/>.</summary>
    /// <param name="file">The file; it may list more tracks than are at hand.</param>
    /// <param name="column">The column that names the group.</param>
    /// <returns>The group of each track, by the track's name.</returns>
    /// <exception cref="DataSetException">There is no such file, it is damaged, a column or value is missing, or a track has two
    /// groups.</exception>
    public static IReadOnlyDictionary<string, string> Read(string file, string column)
    {
        var groups = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var row in CsvTable.Read(file, "track", column))
        {
            if (!groups.TryAdd(row["track"], row[column]) && !string.Equals(groups[row["track"]], row[column], StringComparison.Ordinal))
            {
                throw new DataSetException($"'{file}' line {row.Line}: {row["track"]} has another {column} than before.");
            }
        }

        return groups;
    }
}
