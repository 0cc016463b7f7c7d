using MicroGenre.Serving.Caching;

namespace MicroGenre.FeatureExtraction.Caching;

/// <summary>Keeps features as <see cref="CachedFeature"/> has them.</summary>
/// <param name="largest">A feature of more bytes is not kept.</param>
internal sealed class FeatureFormat(int largest) : ICacheFormat<CachedFeature>
{
    public byte[]? Write(CachedFeature value) => value.Bytes.Length <= largest ? value.Bytes : null;

    public CachedFeature? Read(byte[] bytes) => CachedFeature.TryParse(bytes);
}
