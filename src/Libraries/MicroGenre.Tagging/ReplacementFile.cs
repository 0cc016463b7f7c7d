namespace MicroGenre.Tagging;

/// <summary>
/// A file that is written next to another one and then replaces it atomically. Until then, and if that fails, the old file stays unchanged.
/// </summary>
internal sealed class ReplacementFile : IDisposable
{
    private readonly FileStream _old;
    private readonly (long Length, DateTime Changed) _before;
    private readonly string _temporary;

    /// <summary>Starts to replace a file.</summary>
    /// <param name="path">The file. If it is a link, the target is replaced.</param>
    /// <param name="announce">Told the name of the new file before there is one.</param>
    /// <exception cref="IOException">The file cannot be read, or the folder cannot be written to.</exception>
    public ReplacementFile(string path, Action<string>? announce = null)
    {
        Path = TargetOf(path);
        var name = $".{Guid.NewGuid():N}.microgenre";
        _temporary = Beside(path, name);
        announce?.Invoke(name);
        _old = File.OpenRead(Path);
        _before = State();
        try
        {
            Content = new FileStream(_temporary, OptionsOfNewFile());
        }
        catch
        {
            _old.Dispose();
            throw;
        }
    }

    /// <summary>The path of the file to replace.</summary>
    public string Path { get; }

    /// <summary>The old content.</summary>
    public Stream Old => _old;

    /// <summary>The new content, for writing and reading.</summary>
    public FileStream Content { get; }

    /// <summary>Time of the old file's last change, UTC.</summary>
    public DateTime Changed => _before.Changed;

    /// <summary>The path of a file beside the one that a path leads to.</summary>
    public static string Beside(string path, string name) => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(TargetOf(path))!, name);

    /// <summary>Replaces the old file, keeping its owner, permissions and attributes.</summary>
    /// <param name="changed">The time of the last change, UTC; <see langword="null"/> for now. With a time, that of access stays.</param>
    /// <exception cref="IOException">Some metadata cannot be kept, or the old file has changed in the meantime.</exception>
    public void Commit(DateTime? changed)
    {
        Content.Flush(flushToDisk: true);
        UnixMetadata.Copy(_old.SafeFileHandle, Content.SafeFileHandle);
        File.SetLastAccessTimeUtc(
            Content.SafeFileHandle, changed is null ? DateTime.UtcNow : File.GetLastAccessTimeUtc(_old.SafeFileHandle));
        File.SetLastWriteTimeUtc(Content.SafeFileHandle, changed ?? DateTime.UtcNow);
        if (State() != _before)
        {
            throw new IOException("Another program changed the file in the meantime; it was left unchanged.");
        }

        Close();
        if (OperatingSystem.IsWindows())
        {
            // Keeps owner, permissions and attributes.
            File.Replace(_temporary, Path, destinationBackupFileName: null);
        }
        else
        {
            File.Move(_temporary, Path, overwrite: true);
        }
    }

    /// <summary>Deletes the new file if it was not committed.</summary>
    public void Dispose()
    {
        Close();
        File.Delete(_temporary);
    }

    private static string TargetOf(string path) =>
        File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? System.IO.Path.GetFullPath(path);

    private static FileStreamOptions OptionsOfNewFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private (long Length, DateTime Changed) State() => (new FileInfo(Path).Length, File.GetLastWriteTimeUtc(Path));

    private void Close()
    {
        Content.Dispose();
        _old.Dispose();
    }
}
