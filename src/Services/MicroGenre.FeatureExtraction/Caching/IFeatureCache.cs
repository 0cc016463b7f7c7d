namespace MicroGenre.FeatureExtraction.Caching;

/// <summary>Keeps features. It may forget anything at any time, and never fails: what cannot be had is not there.</summary>
public interface IFeatureCache
{
    /// <summary>The feature kept under <paramref name="key"/>, or <see langword="null"/>.</summary>
    ValueTask<CachedFeature?> GetAsync(FeatureKey key, CancellationToken cancellation);

    /// <summary>Keeps a feature.</summary>
    ValueTask SetAsync(FeatureKey key, CachedFeature feature, CancellationToken cancellation);
}
