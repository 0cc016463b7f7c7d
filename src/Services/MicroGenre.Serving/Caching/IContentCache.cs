namespace MicroGenre.Serving.Caching;

/// <summary>
/// A best-effort cache. It may forget anything at any time, and never throws: entries that cannot be read count as missing.
/// </summary>
public interface IContentCache
{
    /// <summary>Returns the bytes stored under <paramref name="key"/>; <see langword="null"/> if there are none.</summary>
    ValueTask<byte[]?> GetAsync(string key, CancellationToken cancellation);

    /// <summary>Stores bytes.</summary>
    ValueTask SetAsync(string key, byte[] content, CancellationToken cancellation);
}
