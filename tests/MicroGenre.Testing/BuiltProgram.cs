namespace MicroGenre.Testing;

/// <summary>
/// Finds the solution's programs in their own build folders. The copies beside a test lack shared frameworks that only the program uses.
/// </summary>
public static class BuiltProgram
{
    /// <summary>The command line's executable.</summary>
    public static string CommandLine { get; } = PathOf("MicroGenre.Cli", OperatingSystem.IsWindows() ? "microgenre.exe" : "microgenre");

    /// <summary>The full path of a file of a project, as built in the configuration of the running tests.</summary>
    public static string PathOf(string project, string file)
    {
        var folder = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        return Path.GetFullPath(Path.Combine(folder, "..", "..", project, Path.GetFileName(folder), file));
    }
}
