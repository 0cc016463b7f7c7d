using MicroGenre.Collections;
using MicroGenre.Collections.Catalog;
using MicroGenre.Collections.Search;
using MicroGenre.Collections.Store;

namespace MicroGenre.Collecting.Libraries;

/// <summary>The search index in memory. It is reloaded after new analyses; meanwhile searches use the old one.</summary>
public sealed class SearchMemory(OpenLibrary library, CollectingOptions options, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private volatile Loaded? _loaded;

    /// <summary>Returns the index of the tracks that a model analysed.</summary>
    /// <exception cref="LibraryException">The model has analysed no track, or the database failed.</exception>
    public async Task<SimilarTracks> GetAsync(LibraryDatabase database, string model, CancellationToken cancellation)
    {
        var loaded = _loaded?.Model == model ? _loaded : null;
        if (loaded is not null && (clock.GetElapsedTime(loaded.Checked) < options.RefreshInterval || _turn.CurrentCount == 0))
        {
            return loaded.Tracks;
        }

        await _turn.WaitAsync(cancellation);
        try
        {
            var now = clock.GetTimestamp();
            var stamp = await library.Catalog.StampAsync(cancellation);
            loaded = _loaded?.Model == model && _loaded.Stamp == stamp ? _loaded with { Checked = now }
                : new Loaded(model, stamp, now, await SimilarTracks.LoadAsync(database, model, cancellation));
            _loaded = loaded;
            return loaded.Tracks;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private sealed record Loaded(string Model, LibraryStamp Stamp, long Checked, SimilarTracks Tracks);
}
