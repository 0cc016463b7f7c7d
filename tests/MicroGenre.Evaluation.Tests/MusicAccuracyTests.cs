using MicroGenre.Evaluation.Metrics;
using MicroGenre.Signal;

namespace MicroGenre.Evaluation.Tests;

public class MusicAccuracyTests
{
    [Fact]
    public void Tempi_within_four_percent_are_right_and_their_multiples_by_the_second_measure()
    {
        var accuracy = TempoAccuracy.Of([120, 124, 126, 60, 360, null], [120, 120, 120, 120, 120, 120]);

        Assert.Equal((2.0 / 6, 4.0 / 6, 6), (accuracy.Accuracy1, accuracy.Accuracy2, accuracy.Tracks));
    }

    [Fact]
    public void Tempi_without_annotations_are_refused() => Assert.Throws<ArgumentException>(() => TempoAccuracy.Of([], []));

    [Theory]
    [InlineData("C:maj", "C:maj", 1)]
    [InlineData("G:maj", "C:maj", 0.5)]
    [InlineData("A:min", "C:maj", 0.3)]
    [InlineData("C:maj", "A:min", 0.3)]
    [InlineData("C:min", "C:maj", 0.2)]
    [InlineData("F:maj", "C:maj", 0)]
    [InlineData("D#:min", "C:maj", 0)]
    public void Keys_score_by_how_they_are_related(string estimated, string annotated, double score) =>
        Assert.Equal(score, KeyAccuracy.Score(MusicalKey.Parse(estimated), MusicalKey.Parse(annotated)!.Value));

    [Fact]
    public void No_key_scores_nothing() => Assert.Equal(0, KeyAccuracy.Score(null, new MusicalKey(0, false)));
}
