using System.CommandLine;
using MicroGenre.Learning;

namespace MicroGenre.Cli;

/// <summary>
/// Finds the folder of models: <c>--models</c>, the environment variable MICROGENRE_MODELS, or the folder <c>models</c> of the program's
/// repository.
/// </summary>
internal static class ModelsFolder
{
    private const string Variable = "MICROGENRE_MODELS";
    private const string FolderName = "models";
    private const string RepositoryMark = "MicroGenre.sln";

    public static Option<string?> Option() => new("--models")
    {
        Description = $"The folder of models. Default: ${Variable}, or the repository's {FolderName}/.",
        HelpName = "DIR",
    };

    /// <summary>Opens the repository in a folder.</summary>
    /// <param name="folder">The folder that the user named, if any.</param>
    public static ModelRepository Open(string? folder) => new(folder ?? FromEnvironment() ?? FromRepository());

    private static string? FromEnvironment() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? folder : null;

    private static string FromRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, RepositoryMark)))
            {
                return Path.Combine(folder.FullName, FolderName);
            }
        }

        return Path.Combine(AppContext.BaseDirectory, FolderName);
    }
}
