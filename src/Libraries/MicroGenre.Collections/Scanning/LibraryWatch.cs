namespace MicroGenre.Collections.Scanning;

/// <summary>Waits for folders to change.</summary>
/// <param name="folders">The folders; those that are not there are looked at again by and by.</param>
public sealed class LibraryWatch(IEnumerable<string> folders) : IDisposable
{
    // A file that is being copied changes many times: only when all is quiet is it whole, as far as can be told.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _changes = new(0);
    private readonly List<FileSystemWatcher> _watchers = [];
    private readonly string[] _folders = [.. folders];

    /// <summary>Waits until something has changed and all is quiet again, or for as long as may pass between two scans.</summary>
    /// <param name="longest">How long to wait at most: network disks tell of no changes.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task WaitAsync(TimeSpan longest, CancellationToken cancellation)
    {
        if (await _changes.WaitAsync(longest, cancellation))
        {
            while (await _changes.WaitAsync(Quiet, cancellation))
            {
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _watchers.ForEach(watcher => watcher.Dispose());
        _changes.Dispose();
    }

    /// <summary>Begins to notice what changes; again, to follow folders that have come back.</summary>
    public void Follow()
    {
        foreach (var folder in _folders.Where(folder => Directory.Exists(folder) && !_watchers.Exists(watcher => watcher.Path == folder)))
        {
            var watcher = new FileSystemWatcher(folder) { IncludeSubdirectories = true };
            watcher.Created += (_, _) => _changes.Release();
            watcher.Changed += (_, _) => _changes.Release();
            watcher.Deleted += (_, _) => _changes.Release();
            watcher.Renamed += (_, _) => _changes.Release();
            watcher.Error += (_, _) => _changes.Release();
            watcher.EnableRaisingEvents = true;
            _watchers.Add(watcher);
        }
    }
}
