using MicroGenre.Learning;

namespace MicroGenre.Inference.Models;

/// <summary>Tells whether anything came to a model repository, left it or was decided of it, without reading what is in it.</summary>
internal sealed class RepositoryStamp : IEquatable<RepositoryStamp>
{
    private readonly List<(string Path, DateTime Written)> _folders;

    private RepositoryStamp(List<(string Path, DateTime Written)> folders) => _folders = folders;

    /// <summary>The folders of models and versions as they are now. A version is renamed into its model's folder, which changes the folder's time.</summary>
    public static RepositoryStamp Of(string root)
    {
        try
        {
            return new(
            [
                .. from model in Directory.EnumerateDirectories(root)
                   where ModelRepository.IsName(Path.GetFileName(model))
                   from folder in Directory.EnumerateDirectories(model).Append(model)
                   orderby folder
                   select (folder, Directory.GetLastWriteTimeUtc(folder)),
                (root, File.GetLastWriteTimeUtc(Plan.PathIn(root))),
            ]);
        }
        catch (IOException)
        {
            // There is no repository yet, or one of its folders has gone this very moment: there will be another look.
            return new([]);
        }
    }

    public bool Equals(RepositoryStamp? other) => other is not null && _folders.SequenceEqual(other._folders);

    public override bool Equals(object? obj) => Equals(obj as RepositoryStamp);

    public override int GetHashCode() => _folders.Count;
}
