namespace MicroGenre.Testing;

/// <summary>
/// The folder of real data that may lie beside the repository (<c>../shared</c>): music, golden arrays, labels. It is never part of the
/// repository.
/// </summary>
public static class SharedData
{
    /// <summary>The folder, or <see langword="null"/> where there is none.</summary>
    public static string? Root { get; } = Find();

    /// <summary>The full path of something in the folder.</summary>
    /// <exception cref="InvalidOperationException">There is no such folder: the test lacks its
    /// <see cref="SharedDataFactAttribute"/>.</exception>
    public static string PathOf(params string[] parts) =>
        Path.Combine([Root ?? throw new InvalidOperationException("No shared data here; mark the test [SharedDataFact]."), .. parts]);

    private static string? Find()
    {
        var shared = Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared"));
        return Directory.Exists(Path.Combine(shared, "data")) ? shared : null;
    }
}

/// <summary>A test that needs the data beside the repository; it is skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute()
    {
        if (SharedData.Root is null)
        {
            Skip = "needs the folder ../shared beside the repository";
        }
    }
}

/// <summary>A theory that needs the data beside the repository; it is skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataTheoryAttribute : TheoryAttribute
{
    public SharedDataTheoryAttribute()
    {
        if (SharedData.Root is null)
        {
            Skip = "needs the folder ../shared beside the repository";
        }
    }
}
