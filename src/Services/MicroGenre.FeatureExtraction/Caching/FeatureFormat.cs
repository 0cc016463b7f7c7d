using MicroGenre.Serving.Caching;

namespace MicroGenre.FeatureExtraction.Caching;

/// <summary>Caches features in the format of <see cref="CachedFeature"/>.</summary>
/// <param name="largest">Maximum size of a cached feature, in bytes.</param>
internal sealed class FeatureFormat(int largest) : ICacheFormat<CachedFeature>
{
    public byte[]? Write(CachedFeature value) => value.Bytes.Length <= largest ? value.Bytes : null;

    public CachedFeature? Read(byte[] bytes) => CachedFeature.TryParse(bytes);
}
