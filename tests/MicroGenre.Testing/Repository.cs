namespace MicroGenre.Testing;

/// <summary>
/// The repository that contains the running tests. It is searched at run time, because a deterministic build does not record the path of
/// its sources.
/// </summary>
public static class Repository
{
    /// <summary>The folder that contains the solution.</summary>
    /// <exception cref="DirectoryNotFoundException">The tests run outside a repository.</exception>
    public static string Root { get; } = Find();

    /// <summary>The full path of a file or folder in the repository.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "MicroGenre.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No folder above '{AppContext.BaseDirectory}' holds MicroGenre.sln.");
    }
}
