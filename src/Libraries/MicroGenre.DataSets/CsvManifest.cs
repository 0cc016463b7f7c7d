namespace MicroGenre.DataSets;

/// <summary>
/// A <c>.csv</c> file that lists audio files, with the columns <c>path</c> (relative to the file's folder, or absolute) and <c>genre</c>,
/// and optionally <c>group</c> (such as the artist). Other columns are ignored.
/// </summary>
/// <example><code>
/// var tracks = CsvManifest.Open("tracks.csv").Tracks;
/// </code></example>
public static class CsvManifest
{
    /// <summary>Indexes the tracks of a manifest.</summary>
    /// <exception cref="DataSetException">The file does not exist, a column or value is missing, a path is listed twice, or no track is
    /// listed.</exception>
    public static AudioDataSet Open(string file)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        var tracks = new List<AudioTrack>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in CsvTable.Read(file, "path", "genre"))
        {
            var path = row["path"];
            if (!seen.Add(path))
            {
                throw new DataSetException($"'{file}' line {row.Line}: '{path}' is listed twice.");
            }

            tracks.Add(new AudioTrack(path, row["genre"], Path.Combine(folder, path), row.Optional("group")));
        }

        return tracks.Count > 0
            ? new AudioDataSet(Path.GetFileNameWithoutExtension(file),
                [.. tracks.OrderBy(track => track.Genre, StringComparer.Ordinal).ThenBy(track => track.Name, StringComparer.Ordinal)])
            : throw new DataSetException($"'{file}' lists no tracks.");
    }
}
