namespace MicroGenre.Learning;

/// <summary>The checkpoints of a run: a file in its own folder, and one in a subfolder for each part that is trained separately.</summary>
internal static class CheckpointFolder
{
    /// <summary>The file name of a checkpoint.</summary>
    public const string FileName = "checkpoint.safetensors";

    /// <summary>The file name of a checkpoint while it is being written.</summary>
    public const string UnfinishedName = FileName + ".saving";

    /// <summary>Deletes the checkpoints of a finished run and of its parts, and subfolders that become empty.</summary>
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
