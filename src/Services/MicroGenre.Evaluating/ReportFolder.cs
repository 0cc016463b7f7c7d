using MicroGenre.Serving.Data;

namespace MicroGenre.Evaluating;

/// <summary>Finds the folder of reports.</summary>
internal static class ReportFolder
{
    /// <summary>The setting with the folder.</summary>
    public const string Setting = "MICROGENRE_REPORTS";

    private const string DefaultName = "reports";

    /// <summary>Returns the configured folder, or <c>reports</c> next to the folder of models.</summary>
    public static string Find(IConfiguration configuration, string contentRoot) => configuration[Setting] is { Length: > 0 } configured
        ? Path.GetFullPath(configured, contentRoot)
        : Path.Combine(
            Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(ModelFolder.Find(configuration[ModelFolder.Setting], contentRoot)))!,
                DefaultName);
}
