namespace MicroGenre.Signal.Files;

/// <summary>
/// Writes files atomically: they appear complete or not at all, even if the program is killed. An existing file stays until the new one is
/// complete.
/// </summary>
/// <example><code>
/// WholeFile.Write("notes.txt", "written whole or not at all");
/// </code></example>
public static class WholeFile
{
    /// <summary>Writes text atomically.</summary>
    /// <inheritdoc cref="Write(string, Action{string})"/>
    public static void Write(string path, string text) => Write(path, temporary => File.WriteAllText(temporary, text));

    /// <summary>Lets <paramref name="write"/> fill a temporary file next to <paramref name="path"/>, then renames it.</summary>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="IOException">The file cannot be written, for example because the disk is full. Nothing is left behind.</exception>
    public static void Write(string path, Action<string> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var temporary = TemporaryFor(path);
        try
        {
            write(temporary);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <inheritdoc cref="Write(string, Action{string})"/>
    public static async Task WriteAsync(string path, Func<string, Task> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var temporary = TemporaryFor(path);
        try
        {
            await write(temporary);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static string TemporaryFor(string path)
    {
        var (folder, name) = (Path.GetDirectoryName(Path.GetFullPath(path))!, Path.GetFileName(path));
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"There is no folder '{folder}' to write '{name}' to.");
        }

        return Path.Combine(folder, $".{name}.{Guid.NewGuid():N}");
    }
}
