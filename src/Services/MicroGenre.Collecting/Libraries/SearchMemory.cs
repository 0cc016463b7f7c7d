using MicroGenre.Collections;
using MicroGenre.Collections.Catalog;
using MicroGenre.Collections.Search;
using MicroGenre.Collections.Store;

namespace MicroGenre.Collecting.Libraries;

/// <summary>
/// What searches compare, in memory. It is loaded again when tracks were analysed since, while searches go on with what there is.
/// </summary>
public sealed class SearchMemory(OpenLibrary library, CollectingOptions options, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private volatile Loaded? _loaded;

    /// <summary>The tracks that a model analysed.</summary>
    /// <exception cref="LibraryException">There is no such track, or the database fails.</exception>
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
