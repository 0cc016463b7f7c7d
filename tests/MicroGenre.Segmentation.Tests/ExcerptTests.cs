using MicroGenre.Signal;
using MicroGenre.Testing;

namespace MicroGenre.Segmentation.Tests;

public class ExcerptTests
{
    private const int SampleRate = SyntheticPiece.SampleRate;

    /// <summary>Twenty seconds of one sound, forty of another, twenty of the first.</summary>
    private static readonly float[] Track = SyntheticPiece.OfResonances("ABBA", 20, seed: 1).Samples;

    [Fact]
    public void The_whole_is_the_track_itself() => Assert.Same(Track, Assert.Single(ExcerptKind.Whole.Cut(Track, SampleRate)));

    [Fact]
    public void The_middle_is_as_far_from_the_start_as_from_the_end() =>
        Assert.Equal(Track[(25 * SampleRate)..(55 * SampleRate)], Assert.Single(ExcerptKind.Middle.Cut(Track, SampleRate)));

    [Fact]
    public void The_largest_cluster_is_found_wherever_it_is()
    {
        var track = SyntheticPiece.OfResonances("ABBBCA", 13, seed: 2).Samples;

        var part = Assert.Single(ExcerptKind.LargestCluster.Cut(track, SampleRate));

        Assert.Equal(30 * SampleRate, part.Length);
        var start = track.AsSpan().IndexOf(part);
        Assert.InRange((double)start / SampleRate, 13, 22);
    }

    [Fact]
    public void The_windows_of_the_largest_cluster_are_joined_in_order_of_time()
    {
        var track = SyntheticPiece.OfResonances("ABA", 10, seed: 3).Samples;

        var part = Assert.Single(ExcerptKind.LargestCluster.Cut(track, SampleRate));

        Assert.Equal([.. track[..(10 * SampleRate)], .. track[(20 * SampleRate)..]], part);
    }

    [Theory]
    [InlineData("largest-cluster")]
    [InlineData("largest-cluster-relative")]
    [InlineData("largest-cluster-printed")]
    public void Recipes_name_the_largest_cluster_and_get_a_part_of_the_track(string name)
    {
        Excerpts.Register();
        var track = SyntheticPiece.OfResonances("ABCDEAAA", 6, seed: 4).Samples;
        var part = new PreprocessSettings { Excerpt = name }.Apply(track, SampleRate);

        Assert.InRange(part.Length, 2 * SampleRate, 30 * SampleRate);
        Assert.True(name != "largest-cluster-relative" || part.AsSpan().IndexOf(track.AsSpan(^(3 * SampleRate)..^SampleRate)) >= 0);
        Assert.Equal(track[..SampleRate], new PreprocessSettings { Excerpt = name }.Apply(track.AsSpan(..SampleRate), SampleRate));
    }

    [Fact]
    public void The_largest_cluster_of_a_second_is_the_second() =>
        Assert.Equal(Track[..SampleRate], Assert.Single(ExcerptKind.LargestCluster.Cut(Track[..SampleRate], SampleRate)));

    [Fact]
    public void Votes_are_all_whole_stretches_of_three_seconds()
    {
        var parts = ExcerptKind.Votes.Cut(Track, SampleRate);

        Assert.Equal(26, parts.Count);
        Assert.All(parts, part => Assert.Equal(3 * SampleRate, part.Length));
        Assert.Equal(Track[..(78 * SampleRate)], parts.SelectMany(part => part));
    }

    [Theory]
    [InlineData(ExcerptKind.Whole)]
    [InlineData(ExcerptKind.Middle)]
    [InlineData(ExcerptKind.Votes)]
    public void A_track_shorter_than_a_part_is_its_own_part(ExcerptKind kind)
    {
        var track = Track[..SampleRate];

        Assert.Same(track, Assert.Single(kind.Cut(track, SampleRate)));
    }

    [Theory]
    [InlineData(ExcerptKind.Middle, 80)]
    [InlineData(ExcerptKind.LargestCluster, 80)]
    [InlineData(ExcerptKind.LargestCluster, 30)]
    [InlineData(ExcerptKind.LargestCluster, 1)]
    [InlineData(ExcerptKind.Votes, 80)]
    [InlineData(ExcerptKind.Middle, 2)]
    [InlineData(ExcerptKind.Votes, 2)]
    [InlineData(ExcerptKind.Votes, 6)]
    public void A_track_that_is_cut_as_it_is_decoded_gives_the_same_parts(ExcerptKind kind, int seconds)
    {
        var bytes = WavFile.Bytes(
            Array.ConvertAll(Track[..(seconds * SampleRate)], sample => (short)(sample * short.MaxValue)), SampleRate);

        Assert.Equal(kind.Cut(AudioFile.Read(bytes, SampleRate).Samples, SampleRate), kind.Cut(() => AudioFile.Open(bytes, SampleRate)));
    }
}
