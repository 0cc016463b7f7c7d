namespace MicroGenre.Evaluation.DataSets;

/// <summary>
/// A folder with a folder of audio files for each genre. GTZAN comes so (<c>genres/blues/blues.00000.au</c>, and as
/// <c>Data/genres_original/blues/blues.00000.wav</c>), Extended Ballroom too.
/// </summary>
public static class GenreFolders
{
    /// <summary>How many folders may lie around the one with the genres, as in GTZAN's second layout.</summary>
    private const int MaximumDepth = 2;

    /// <summary>Indexes a folder of genre folders, or a folder that holds nothing but one.</summary>
    /// <exception cref="DataSetException">There is no such folder, or no audio in folders within it.</exception>
    public static AudioDataSet Open(string folder)
    {
        var root = Unwrap(folder);
        AudioTrack[] tracks =
        [
            .. from genre in Subfolders(root)
               from file in AudioFolder.Find(genre)
               select new AudioTrack(NameOf(root, file), Path.GetFileName(genre), file),
        ];
        if (tracks.Length == 0)
        {
            throw new DataSetException(AudioFolder.Find(folder).Count == 0
                ? $"There is no audio in '{folder}'."
                : $"The audio in '{folder}' is not in folders named after genres.");
        }

        return new AudioDataSet(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))), tracks);
    }

    private static string Unwrap(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new DataSetException($"There is no folder '{folder}'.");
        }

        var root = folder;
        for (var depth = 0; depth < MaximumDepth && Subfolders(root) is [var only] && Subfolders(only).Count > 0; depth++)
        {
            root = only;
        }

        return root;
    }

    private static List<string> Subfolders(string folder) =>
        [.. Directory.EnumerateDirectories(folder).Where(path => !Path.GetFileName(path).StartsWith('.')).Order(StringComparer.Ordinal)];

    // Unique, and free of the machine's own paths: results must not depend on where the data lies.
    private static string NameOf(string root, string file) => Path.GetRelativePath(root, file).Replace(Path.DirectorySeparatorChar, '/');
}
