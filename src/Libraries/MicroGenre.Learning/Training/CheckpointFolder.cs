namespace MicroGenre.Learning;

/// <summary>
/// Where a run keeps its checkpoints: a file in its own folder, and one in a folder below for each part that is trained by itself.
/// </summary>
internal static class CheckpointFolder
{
    /// <summary>A checkpoint.</summary>
    public const string FileName = "checkpoint.safetensors";

    /// <summary>A checkpoint that is being written.</summary>
    public const string UnfinishedName = FileName + ".saving";

    /// <summary>
    /// Deletes the checkpoints of a run that has ended well, its own and those of its parts, and the folders that this empties below the
    /// run's own.
    /// </summary>
    public static void DeleteAll(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        File.Delete(Path.Combine(folder, FileName));
        File.Delete(Path.Combine(folder, UnfinishedName));
        foreach (var part in Directory.GetDirectories(folder))
        {
            DeleteAll(part);
            if (!Directory.EnumerateFileSystemEntries(part).Any())
            {
                Directory.Delete(part);
            }
        }
    }
}
