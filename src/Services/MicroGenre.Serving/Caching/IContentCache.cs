namespace MicroGenre.Serving.Caching;

/// <summary>Keeps what was computed. It may forget anything at any time, and never fails: what cannot be had is not there.</summary>
public interface IContentCache
{
    /// <summary>The bytes kept under <paramref name="key"/>, or <see langword="null"/>.</summary>
    ValueTask<byte[]?> GetAsync(string key, CancellationToken cancellation);

    /// <summary>Keeps bytes.</summary>
    ValueTask SetAsync(string key, byte[] content, CancellationToken cancellation);
}
