using MicroGenre.Learning;

namespace MicroGenre.Inference.Models;

/// <summary>Tells whether anything came to a model repository, left it or was decided of it, without reading what is in it.</summary>
internal sealed class RepositoryStamp : IEquatable<RepositoryStamp>
{
    private readonly List<(string Path, DateTime Written, long Length)> _entries;

    private RepositoryStamp(List<(string Path, DateTime Written, long Length)> entries) => _entries = entries;

    /// <summary>
    /// The folders of models, the versions in them and the versions' files as they are now: a version may come by a rename, or file by
    /// file.
    /// </summary>
    public static RepositoryStamp Of(string root)
    {
        try
        {
            return new(
            [
                .. from model in Directory.EnumerateDirectories(root)
                   where ModelRepository.IsName(Path.GetFileName(model))
                   from version in new DirectoryInfo(model).EnumerateDirectories()
                   where ModelRepository.VersionOf(version.Name) is not null
                   from entry in version.EnumerateFiles().Append<FileSystemInfo>(version)
                   orderby entry.FullName
                   select (entry.FullName, entry.LastWriteTimeUtc, entry is FileInfo file ? file.Length : 0),
                (root, File.GetLastWriteTimeUtc(ServingPlan.PathIn(root)), 0),
            ]);
        }
        catch (IOException)
        {
            // There is no repository yet, or something in it has gone this very moment: there will be another look.
            return new([]);
        }
    }

    public bool Equals(RepositoryStamp? other) => other is not null && _entries.SequenceEqual(other._entries);

    public override bool Equals(object? obj) => Equals(obj as RepositoryStamp);

    public override int GetHashCode() => _entries.Count;
}
