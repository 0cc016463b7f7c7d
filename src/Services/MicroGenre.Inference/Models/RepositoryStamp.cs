using MicroGenre.Learning;

namespace MicroGenre.Inference.Models;

/// <summary>A stamp that changes when models or the serving plan change. Taking it does not read the models.</summary>
internal sealed class RepositoryStamp : IEquatable<RepositoryStamp>
{
    private readonly List<(string Path, DateTime Written, long Length)> _entries;

    private RepositoryStamp(List<(string Path, DateTime Written, long Length)> entries) => _entries = entries;

    /// <summary>
    /// Takes a stamp of the models' folders, their versions and the versions' files: a version may appear by a rename or file by file.
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
            // The repository does not exist yet, or something in it was just removed: the next check will see it.
            return new([]);
        }
    }

    public bool Equals(RepositoryStamp? other) => other is not null && _entries.SequenceEqual(other._entries);

    public override bool Equals(object? obj) => Equals(obj as RepositoryStamp);

    public override int GetHashCode() => _entries.Count;
}
