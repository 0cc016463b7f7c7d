using MicroGenre.Signal;

namespace MicroGenre.Learning.Tests;

public class TrackSetTests
{
    private static readonly string[] Genres = ["a", "b"];

    [Fact]
    public void The_fingerprint_follows_names_labels_and_values()
    {
        var original = Set(new LabelledTrack("x", 0, new FeatureMatrix(1, 2, [1, 2])));
        Assert.Equal(original.Fingerprint, Set(new LabelledTrack("x", 0, new FeatureMatrix(1, 2, [1, 2]))).Fingerprint);
        Assert.NotEqual(original.Fingerprint, Set(new LabelledTrack("y", 0, new FeatureMatrix(1, 2, [1, 2]))).Fingerprint);
        Assert.NotEqual(original.Fingerprint, Set(new LabelledTrack("x", 1, new FeatureMatrix(1, 2, [1, 2]))).Fingerprint);
        Assert.NotEqual(original.Fingerprint, Set(new LabelledTrack("x", 0, new FeatureMatrix(1, 2, [1, 3]))).Fingerprint);
        Assert.NotEqual(original.Fingerprint, Set(new LabelledTrack("x", 0, new FeatureMatrix(2, 1, [1, 2]))).Fingerprint);
    }

    [Fact]
    public void What_does_not_fit_together_is_refused_by_name()
    {
        Assert.Contains("'late' has label 2", Refused(new("early", 1, new FeatureMatrix(1, 1)), new("late", 2, new FeatureMatrix(1, 1))),
            StringComparison.Ordinal);
        Assert.Contains("'wide' has 2 feature rows",
            Refused(new("thin", 1, new FeatureMatrix(1, 1)), new("wide", 0, new FeatureMatrix(2, 1))), StringComparison.Ordinal);
        Assert.Contains("'empty' is too short", Refused(new LabelledTrack("empty", 1, new FeatureMatrix(1, 0))), StringComparison.Ordinal);
        Assert.Contains("at least one track", Refused(), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new TrackSet([], [new("x", 0, new FeatureMatrix(1, 1))]));
        Assert.Throws<ArgumentException>(() => new TrackSet(["a", "a"], [new("x", 0, new FeatureMatrix(1, 1))]));
    }

    [Fact]
    public void Two_sets_join_only_if_their_genres_are_the_same()
    {
        var set = Set(new LabelledTrack("x", 0, new FeatureMatrix(1, 1)));
        Assert.Equal(["x", "x"], set.Concat(set).Tracks.Select(track => track.Name));
        Assert.Throws<ArgumentException>(() => set.Concat(new TrackSet(["b", "a"], set.Tracks)));
    }

    private static TrackSet Set(params LabelledTrack[] tracks) => new(Genres, tracks);

    private static string Refused(params LabelledTrack[] tracks) => Assert.Throws<ArgumentException>(() => Set(tracks)).Message;
}
