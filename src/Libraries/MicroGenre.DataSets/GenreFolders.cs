using MicroGenre.Signal.Files;

namespace MicroGenre.DataSets;

/// <summary>
/// A folder with a folder of audio files for each genre. GTZAN comes so (<c>genres/blues/blues.00000.au</c>, and as
/// <c>Data/genres_original/blues/blues.00000.wav</c>), Extended Ballroom too.
/// </summary>
/// <example><code>
/// var genres = GenreFolders.Open("music").Tracks.CountBy(track => track.Genre);
/// </code></example>
public static class GenreFolders
{
    /// <summary>How many folders may lie around the one with the genres, as in GTZAN's second layout.</summary>
    private const int MaximumDepth = 2;

    /// <summary>Indexes a folder of genre folders, or a folder that holds nothing but one.</summary>
    /// <exception cref="DataSetException">There is no such folder, or no audio in folders within it.</exception>
    public static AudioDataSet Open(string folder)
    {
        var root = Unwrap(folder);
        var content = AudioFolder.Read(root);
        AudioTrack[] tracks = [.. Tracks(root, content.Files)];
        if (tracks.Length == 0)
        {
            throw new DataSetException(content.Files.Count == 0
                ? $"There is no audio in '{RawPath.Display(folder)}'."
                : $"The audio in '{RawPath.Display(folder)}' is not in folders named after genres.");
        }

        return new AudioDataSet(RawPath.Display(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))), tracks)
        {
            Unreadable = [.. content.Broken.Select(broken => new SkippedResult(NameOf(root, broken.Path), $"it is {broken.Reason}"))],
        };
    }

    /// <summary>Files with the folders that they are in, which are named after genres; those beside the folders are left out.</summary>
    internal static IEnumerable<AudioTrack> Tracks(string root, IEnumerable<string> files) => files
        .Select(file => (Path: file, Name: NameOf(root, file)))
        .Where(file => file.Name.Contains('/', StringComparison.Ordinal))
        .Select(file => new AudioTrack(file.Name, file.Name[..file.Name.IndexOf('/', StringComparison.Ordinal)], file.Path))
        .OrderBy(track => track.Genre, StringComparer.Ordinal);

    private static string Unwrap(string folder)
    {
        if (FileStatus.Of(folder).Kind != FileKind.Folder)
        {
            throw new DataSetException($"There is no folder '{RawPath.Display(folder)}'.");
        }

        var root = folder;
        for (var depth = 0; depth < MaximumDepth && AudioFolder.Subfolders(root) is [var only]
            && AudioFolder.Subfolders(only).Count > 0; depth++)
        {
            root = only;
        }

        return root;
    }

    // Unique, and free of the machine's own paths: results must not depend on where the data lies.
    private static string NameOf(string root, string file) =>
        RawPath.Display(Path.GetRelativePath(root, file)).Replace(Path.DirectorySeparatorChar, '/');
}
