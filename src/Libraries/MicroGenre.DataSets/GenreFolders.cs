using MicroGenre.Signal.Files;

namespace MicroGenre.DataSets;

/// <summary>
/// A folder with a subfolder of audio files for each genre. This is the layout of GTZAN (<c>genres/blues/blues.00000.au</c>, or
/// <c>Data/genres_original/blues/blues.00000.wav</c>) and of Extended Ballroom.
/// </summary>
/// <example><code>
/// var genres = GenreFolders.Open("music").Tracks.CountBy(track => track.Genre);
/// </code></example>
public static class GenreFolders
{
    // Folders of genre folders lie at the root, or in a folder or two below it.
    private const int DeepestBelow = 2;

    /// <summary>Maximum number of folders around the one with the genres, as in GTZAN's second layout.</summary>
    private const int MaximumDepth = 2;

    /// <summary>Indexes a folder of genre folders, or a folder that contains only such a folder.</summary>
    /// <exception cref="DataSetException">The folder does not exist, or has no audio in subfolders.</exception>
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

    /// <summary>
    /// Finds the folders with a folder of audio files for each of at least two genres, at a root and in folders up to two levels below it.
    /// </summary>
    /// <param name="root">Where to look.</param>
    /// <param name="most">The most folders to return.</param>
    /// <returns>Paths relative to the root, <c>.</c> for the root itself, sorted, and the audio files of each genre.</returns>
    public static IReadOnlyList<(string Folder, IReadOnlyDictionary<string, int> Tracks)> Below(string root, int most)
    {
        var found = new List<(string, IReadOnlyDictionary<string, int>)>();
        Look(root, 0);
        return found;

        void Look(string folder, int depth)
        {
            var subfolders = AudioFolder.Subfolders(folder);
            var tracks = new SortedDictionary<string, int>(StringComparer.Ordinal);
            foreach (var genre in subfolders)
            {
                if (AudioFolder.CountIn(genre) is > 0 and var count)
                {
                    tracks[RawPath.Display(Path.GetFileName(genre))] = count;
                }
            }

            if (tracks.Count > 1 && found.Count < most)
            {
                found.Add((RawPath.Display(Path.GetRelativePath(root, folder)).Replace(Path.DirectorySeparatorChar, '/'), tracks));
            }

            foreach (var subfolder in subfolders.Where(_ => depth < DeepestBelow && found.Count < most))
            {
                Look(subfolder, depth + 1);
            }
        }
    }

    /// <summary>Labels files with the names of their folders. Files outside genre folders are left out.</summary>
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

    // Unique and without machine-specific paths: results must not depend on where the data is stored.
    private static string NameOf(string root, string file) =>
        RawPath.Display(Path.GetRelativePath(root, file)).Replace(Path.DirectorySeparatorChar, '/');
}
