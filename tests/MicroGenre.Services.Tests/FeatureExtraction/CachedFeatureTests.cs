using MicroGenre.Client.Features;
using MicroGenre.Contracts;
using MicroGenre.FeatureExtraction.Caching;
using MicroGenre.Signal;

namespace MicroGenre.FeatureExtraction.Tests;

public class CachedFeatureTests
{
    private static readonly FeatureMatrix Matrix = new(2, 3, [0.5f, -1, float.MaxValue, 0, float.Epsilon, 3]);

    [Fact]
    public void What_is_written_is_read_back()
    {
        var read = CachedFeature.TryParse(Written());
        Assert.NotNull(read);
        Assert.Equal((2, 3), (read.Rows, read.Frames));
        Assert.Equal("wav", read.Audio.Container);
        var values = new float[6];
        FeatureBytes.Read(read.Values.Span, values);
        Assert.Equal(Matrix.Values, values);
    }

    [Fact]
    public void Cut_short_anywhere_it_is_not_taken_for_a_feature()
    {
        var bytes = Written();
        Assert.All(Enumerable.Range(0, bytes.Length), length => Assert.Null(CachedFeature.TryParse(bytes[..length])));
    }

    [Fact]
    public void Foreign_bytes_and_lying_sizes_are_not_taken_for_a_feature()
    {
        Assert.Null(CachedFeature.TryParse("a value of someone else"u8.ToArray()));
        for (var at = 4; at < 16; at++)
        {
            var bytes = Written();
            bytes[at] ^= 0x80;
            Assert.Null(CachedFeature.TryParse(bytes));
        }
    }

    [Fact]
    public void The_key_tells_audio_settings_and_format_apart()
    {
        Assert.Equal("microgenre:feature:2:aa:bb", new FeatureKey("aa", "bb").ToString());
        Assert.NotEqual(new FeatureKey("aa", "bb"), new FeatureKey("bb", "aa"));
    }

    private static byte[] Written() => CachedFeature.Of(new AudioDescription { Container = "wav" }, Matrix).Bytes;
}
