namespace MicroGenre.Collections.Scanning;

/// <summary>Watches folders for changes.</summary>
/// <param name="folders">The folders. Missing ones are checked again from time to time.</param>
public sealed class LibraryWatch(IEnumerable<string> folders) : IDisposable
{
    // A file that is being copied changes many times: only after a quiet period is it likely to be complete.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _changes = new(0);
    private readonly List<FileSystemWatcher> _watchers = [];
    private readonly string[] _folders = [.. folders];

    /// <summary>Waits until something has changed and changes have stopped, or until the longest time between scans has passed.</summary>
    /// <param name="longest">The maximum wait, because network drives may not report changes.</param>
    /// <param name="cancellation">Cancels the wait.</param>
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

    /// <summary>Starts to watch the folders. Call it again to watch folders that have reappeared.</summary>
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
