namespace MicroGenre.Serving.Data;

/// <summary>Finds the folder of the model repository.</summary>
public static class ModelFolder
{
    /// <summary>The setting with the folder.</summary>
    public const string Setting = "MICROGENRE_MODELS";

    private const string DefaultName = "models";

    /// <summary>Returns the configured folder, or the nearest folder <c>models</c> at or above the service's own.</summary>
    /// <param name="configured">The value of the setting, if any.</param>
    /// <param name="contentRoot">The service's own folder.</param>
    public static string Find(string? configured, string contentRoot)
    {
        if (!string.IsNullOrWhiteSpace(configured))
        {
            return Path.GetFullPath(configured, contentRoot);
        }

        for (var folder = new DirectoryInfo(contentRoot); folder is not null; folder = folder.Parent)
        {
            var models = Path.Combine(folder.FullName, DefaultName);
            if (Directory.Exists(models))
            {
                return models;
            }
        }

        return Path.Combine(contentRoot, DefaultName);
    }
}
