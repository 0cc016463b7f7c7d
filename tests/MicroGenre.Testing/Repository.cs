namespace MicroGenre.Testing;

/// <summary>
/// The folder of the repository that the tests were built in; asked of the machine, since a deterministic build forgets where its sources
/// were.
/// </summary>
public static class Repository
{
    /// <summary>The folder that holds the solution.</summary>
    /// <exception cref="DirectoryNotFoundException">The tests run outside of a repository.</exception>
    public static string Root { get; } = Find();

    /// <summary>The full path of something in the repository.</summary>
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
