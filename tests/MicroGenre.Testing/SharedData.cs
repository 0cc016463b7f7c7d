namespace MicroGenre.Testing;

/// <summary>
/// An optional folder of real data beside the repository (<c>../shared</c>): music, golden arrays and labels. It is never part of the
/// repository.
/// </summary>
public static class SharedData
{
    /// <summary>The folder's path; <see langword="null"/> if it does not exist.</summary>
    public static string? Root { get; } = Find();

    /// <summary>The full path of a file or folder in it.</summary>
    /// <exception cref="InvalidOperationException">The folder does not exist; the test needs a <see cref="SharedDataFactAttribute"/>.
    /// </exception>
    public static string PathOf(params string[] parts) =>
        Path.Combine([Root ?? throw new InvalidOperationException("No shared data here; mark the test [SharedDataFact]."), .. parts]);

    private static string? Find()
    {
        var shared = Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared"));
        return Directory.Exists(Path.Combine(shared, "data")) ? shared : null;
    }
}

/// <summary>A test that needs the data beside the repository. It is skipped, with the reason, if the data is missing.</summary>
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

/// <summary>A test with test cases that needs the data beside the repository. It is skipped, with the reason, if the data is missing.
/// </summary>
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
