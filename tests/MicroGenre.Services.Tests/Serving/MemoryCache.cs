using MicroGenre.Serving.Caching;

namespace MicroGenre.Services.Tests.Serving;

public class MemoryCache
{
    private static readonly byte[] Content = new byte[100];

    [Fact]
    public async Task What_was_not_asked_for_the_longest_goes_first()
    {
        var cache = new MemoryContentCache(3 * Content.Length);
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
        var cache = new MemoryContentCache(2 * Content.Length);
        await SetAsync(cache, "a", "b", "b", "b");
        Assert.True(await HasAsync(cache, "a"));
    }

    [Fact]
    public async Task What_is_larger_than_the_cache_is_not_kept_and_drives_nothing_out()
    {
        var cache = new MemoryContentCache(Content.Length);
        await SetAsync(cache, "a");
        await cache.SetAsync("large", new byte[Content.Length + 1], CancellationToken.None);
        Assert.True(await HasAsync(cache, "a"));
        Assert.False(await HasAsync(cache, "large"));
    }

    private static async Task<bool> HasAsync(MemoryContentCache cache, string key) =>
        await cache.GetAsync(key, CancellationToken.None) is not null;

    private static async Task SetAsync(MemoryContentCache cache, params string[] keys)
    {
        foreach (var key in keys)
        {
            await cache.SetAsync(key, Content, CancellationToken.None);
        }
    }
}
