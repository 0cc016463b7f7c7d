namespace MicroGenre.Evaluation.DataSets;

/// <summary>Finds the audio files of a folder.</summary>
public static class AudioFolder
{
    private static readonly EnumerationOptions Recursively = new() { RecurseSubdirectories = true, IgnoreInaccessible = true };

    /// <summary>The endings by which audio is told in a folder; what a file really holds is told by its content when it is read.</summary>
    public static IReadOnlySet<string> Extensions { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        ".wav", ".au", ".snd", ".aif", ".aiff", ".aifc", ".flac", ".mp3", ".ogg", ".oga", ".opus", ".w64", ".caf",
        ".m4a", ".aac", ".wma", ".wv", ".ape",
    };

    /// <summary>The audio files in a folder and the folders below it, sorted by path; hidden ones are left out.</summary>
    /// <exception cref="DataSetException">There is no such folder.</exception>
    public static IReadOnlyList<string> Find(string folder) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, "*", Recursively).Where(IsAudio).Order(StringComparer.Ordinal)]
        : throw new DataSetException($"There is no folder '{folder}'.");

    private static bool IsAudio(string path) => Extensions.Contains(Path.GetExtension(path)) && !Path.GetFileName(path).StartsWith('.');
}
