namespace MicroGenre.DataSets;

/// <summary>Where a data set comes from and how it lies on a disk: facts for people, none of which are fetched for them.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Title">What it is.</param>
/// <param name="Source">Where its makers offer it.</param>
/// <param name="Licence">What its makers say of using it.</param>
/// <param name="Size">Tracks, genres and bytes.</param>
/// <param name="Layout">How its files lie below the folder that is named.</param>
/// <param name="Reference">The paper that presents it.</param>
public sealed record DataSetFacts(string Name, string Title, string Source, string Licence, string Size, string Layout, string Reference);

/// <summary>A kind of data set: what it is, how it is detected from its files, and how it is indexed.</summary>
internal interface IDataSetKind
{
    DataSetFacts Facts { get; }

    /// <summary>Whether a folder holds the data set in the layout that its makers gave it.</summary>
    bool Fits(string folder);

    /// <summary>Indexes the tracks.</summary>
    /// <exception cref="DataSetException">The folder is not laid out so.</exception>
    AudioDataSet Open(string folder);
}

/// <summary>The data sets that are known, and any folder of genre folders.</summary>
public static class DataSetKinds
{
    /// <summary>The name of a plain folder with a folder for each genre.</summary>
    public const string Folders = "folders";

    private static readonly IDataSetKind[] Kinds =
        [new GtzanKind(), new ExtendedBallroomKind(), new Artists1517Kind(), .. FmaKind.Subsets.Select(subset => new FmaKind(subset))];

    /// <summary>The known data sets.</summary>
    public static IReadOnlyList<DataSetFacts> All { get; } = [.. Kinds.Select(kind => kind.Facts)];

    /// <summary>The names by which <see cref="Open"/> knows them, <see cref="Folders"/> the last.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Kinds.Select(kind => kind.Facts.Name), Folders];

    /// <summary>Indexes a data set: a <c>.csv</c> manifest, or a folder.</summary>
    /// <param name="path">The folder or the manifest.</param>
    /// <param name="name">Which data set it is, one of <see cref="Names"/>; told by what the folder holds, unless named.</param>
    /// <exception cref="DataSetException">There is no data of that kind, or no such kind.</exception>
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
            ? GenreFolders.Open(path)
            : throw new DataSetException($"There is no data set '{name}'; known are: {string.Join(", ", Names)}.");
    }

    private static IDataSetKind? Detect(string folder) => Directory.Exists(folder) ? Kinds.FirstOrDefault(kind => kind.Fits(folder)) : null;
}
