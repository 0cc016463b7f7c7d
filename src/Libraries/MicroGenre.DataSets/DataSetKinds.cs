namespace MicroGenre.DataSets;

/// <summary>Facts about a data set and its layout. Nothing is downloaded.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="Title">The full name.</param>
/// <param name="Source">Where the authors offer it.</param>
/// <param name="Licence">The terms of use that the authors state.</param>
/// <param name="Size">Number of tracks, genres and bytes.</param>
/// <param name="Layout">The layout of files in its folder.</param>
/// <param name="Reference">The paper that introduces it.</param>
public sealed record DataSetFacts(string Name, string Title, string Source, string Licence, string Size, string Layout, string Reference);

/// <summary>A kind of data set: its facts, how it is detected, and how it is indexed.</summary>
internal interface IDataSetKind
{
    DataSetFacts Facts { get; }

    /// <summary>
    /// Whether a folder is the data set in its original layout, is the folder right above that, or is the one below it with all the audio.
    /// </summary>
    bool Fits(string folder);

    /// <summary>Indexes the tracks.</summary>
    /// <exception cref="DataSetException">The folder has another layout.</exception>
    AudioDataSet Open(string folder);
}

/// <summary>The folders where a data set may begin.</summary>
internal static class Surroundings
{
    /// <summary>A folder, then the folders right in it, sorted; those of a folder that cannot be read are left out.</summary>
    public static IEnumerable<string> Down(string folder)
    {
        try
        {
            return AudioFolder.Subfolders(folder).Prepend(folder);
        }
        catch (DataSetException)
        {
            return [folder];
        }
    }

    /// <summary>The folder that contains another; <see langword="null"/> for a root.</summary>
    public static string? Above(string folder) => Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));

    /// <summary>The last part of a folder's path, also where the path is relative.</summary>
    public static string NameOf(string folder) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
}

/// <summary>The known data sets, and any folder of genre folders.</summary>
public static class DataSetKinds
{
    /// <summary>The name of the kind for a plain folder with a subfolder for each genre.</summary>
    public const string Folders = "folders";

    private static readonly IDataSetKind[] Kinds =
        [new GtzanKind(), new ExtendedBallroomKind(), new Artists1517Kind(), .. FmaKind.Subsets.Select(subset => new FmaKind(subset))];

    /// <summary>The known data sets.</summary>
    public static IReadOnlyList<DataSetFacts> All { get; } = [.. Kinds.Select(kind => kind.Facts)];

    /// <summary>The names that <see cref="Open"/> accepts, with <see cref="Folders"/> last.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Kinds.Select(kind => kind.Facts.Name), Folders];

    /// <summary>Indexes a data set: a <c>.csv</c> manifest, or a folder of audio or of <c>.png</c> pictures.</summary>
    /// <param name="path">The folder or the manifest.</param>
    /// <param name="name">The kind of data set, one of <see cref="Names"/>; by default detected from the folder's content.</param>
    /// <exception cref="DataSetException">The data does not exist or has another layout, or the kind is unknown.</exception>
    public static AudioDataSet Open(string path, string? name = null)
    {
        if (name is null && File.Exists(path))
        {
            return CsvManifest.Open(path);
        }

        var kind = name is null ? Detect(path)
            : Kinds.FirstOrDefault(known => string.Equals(known.Facts.Name, name, StringComparison.OrdinalIgnoreCase));
        if (kind is not null)
        {
            return Directory.Exists(path) ? kind.Open(path) : throw new DataSetException($"There is no folder '{path}'.");
        }

        return name is null || string.Equals(name, Folders, StringComparison.OrdinalIgnoreCase)
            ? WithoutAudio(path) ?? GenreFolders.Open(path)
            : throw new DataSetException($"There is no data set '{name}'; known are: {string.Join(", ", Names)}.");
    }

    // Pictures, if the folder has some and no audio.
    private static AudioDataSet? WithoutAudio(string folder) =>
        PictureFolders.TryOpen(folder) is { } pictures && AudioFolder.Read(folder).Files.Count == 0 ? pictures : null;

    private static IDataSetKind? Detect(string folder) => Directory.Exists(folder) ? Kinds.FirstOrDefault(kind => kind.Fits(folder)) : null;
}
