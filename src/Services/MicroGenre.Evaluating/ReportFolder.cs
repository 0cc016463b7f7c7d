using MicroGenre.Serving.Data;

namespace MicroGenre.Evaluating;

/// <summary>Finds the folder that reports are kept in.</summary>
internal static class ReportFolder
{
    /// <summary>The setting that names the folder.</summary>
    public const string Setting = "MICROGENRE_REPORTS";

    private const string DefaultName = "reports";

    /// <summary>The folder that is configured, or <c>reports</c> beside the folder of models.</summary>
    public static string Find(IConfiguration configuration, string contentRoot) => configuration[Setting] is { Length: > 0 } configured
        ? Path.GetFullPath(configured, contentRoot)
        : Path.Combine(
            Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(ModelFolder.Find(configuration[ModelFolder.Setting], contentRoot)))!,
                DefaultName);
}
