using MicroGenre.Contracts;
using MicroGenre.FeatureExtraction.Caching;
using MicroGenre.Signal;

namespace MicroGenre.FeatureExtraction.Tests;

public class MemoryFeatureCacheTests
{
    private static readonly CachedFeature Feature = CachedFeature.Of(new AudioDescription(), new FeatureMatrix(1, 100));

    [Fact]
    public async Task What_was_not_asked_for_the_longest_goes_first()
    {
        var cache = new MemoryFeatureCache(3 * Feature.Bytes.Length);
        await SetAsync(cache, "a", "b", "c");
        Assert.True(await HasAsync(cache, "a"));
        await SetAsync(cache, "d");
        Assert.True(await HasAsync(cache, "a"));
        Assert.False(await HasAsync(cache, "b"));
        Assert.True(await HasAsync(cache, "c"));
        Assert.True(await HasAsync(cache, "d"));
    }

    [Fact]
    public async Task What_is_kept_again_counts_once()
    {
        var cache = new MemoryFeatureCache(2 * Feature.Bytes.Length);
        await SetAsync(cache, "a", "b", "b", "b");
        Assert.True(await HasAsync(cache, "a"));
    }

    [Fact]
    public async Task What_is_larger_than_the_cache_is_not_kept_and_drives_nothing_out()
    {
        var cache = new MemoryFeatureCache(Feature.Bytes.Length);
        await SetAsync(cache, "a");
        await cache.SetAsync(Key("large"), CachedFeature.Of(new AudioDescription(), new FeatureMatrix(1, 101)), CancellationToken.None);
        Assert.True(await HasAsync(cache, "a"));
        Assert.False(await HasAsync(cache, "large"));
    }

    private static FeatureKey Key(string audio) => new(audio, "settings");

    private static async Task<bool> HasAsync(MemoryFeatureCache cache, string audio) => await cache.GetAsync(Key(audio), CancellationToken.None) is not null;

    private static async Task SetAsync(MemoryFeatureCache cache, params string[] audios)
    {
        foreach (var audio in audios)
        {
            await cache.SetAsync(Key(audio), Feature, CancellationToken.None);
        }
    }
}
