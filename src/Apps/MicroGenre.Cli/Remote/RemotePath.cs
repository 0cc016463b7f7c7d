namespace MicroGenre.Cli.Remote;

/// <summary>Files that a service is to find, as users name them.</summary>
internal static class RemotePath
{
    /// <summary>What exists here is named in full; anything else is taken to be the service's own relative path.</summary>
    public static string Of(string path) => Path.Exists(path) ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)) : path;
}
