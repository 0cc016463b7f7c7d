namespace MicroGenre.Learning.Tests;

public class ConformalSetsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Of_tracks_like_those_learnt_from_the_promised_share_has_its_genre_in_its_set(int seed)
    {
        const int Tracks = 4000;
        var random = new SeededRandom(seed);
        var (genres, answers) = (new int[Tracks], new float[Tracks][]);
        for (var track = 0; track < Tracks; track++)
        {
            genres[track] = random.Next(3);
            var scores = Enumerable.Range(0, 3).Select(genre => Math.Exp(random.NextNormal() + (genre == genres[track] ? 1 + genre : 0)))
                .ToArray();
            answers[track] = [.. scores.Select(score => (float)(score / scores.Sum()))];
        }

        var sets = ConformalSets.Fit(genres[..(Tracks / 2)], answers[..(Tracks / 2)]);
        foreach (var own in Enumerable.Range(0, 3))
        {
            var asked = Enumerable.Range(Tracks / 2, Tracks / 2).Where(track => genres[track] == own).ToList();
            Assert.InRange(asked.Average(track => sets.SetOf(answers[track], 0.9).Contains(own) ? 1.0 : 0), 0.84, 0.96);
        }
    }

    [Fact]
    public void A_set_grows_with_its_promise_and_names_the_most_probable_first()
    {
        float[][] answers = [[0.9f, 0.1f], [0.8f, 0.2f], [0.6f, 0.4f], [0.3f, 0.7f], [0.2f, 0.8f], [0.45f, 0.55f]];
        var sets = ConformalSets.Fit([0, 0, 0, 1, 1, 1], answers);

        Assert.Equal([0], sets.SetOf([0.7f, 0.3f], 0.6));
        Assert.Equal([0, 1], sets.SetOf([0.7f, 0.3f], 0.9));
        Assert.Equal([1, 0], sets.SetOf([0.3f, 0.7f], 0.9));
    }

    [Fact]
    public void A_track_less_like_each_genre_than_its_tracks_has_an_empty_set()
    {
        var sets = ConformalSets.Fit([0, 0, 0, 1, 1, 1, 2, 2, 2], [.. Enumerable.Range(0, 9).Select(
            track => Enumerable.Range(0, 3).Select(genre => genre == track / 3 ? 0.98f : 0.01f).ToArray())]);

        Assert.Empty(sets.SetOf([0.34f, 0.33f, 0.33f], 0.7));
    }

    [Fact]
    public void A_genre_that_no_track_was_left_of_is_never_ruled_out() =>
        Assert.Contains(1, ConformalSets.Fit([0, 0], [[0.9f, 0.1f], [1, 0]]).SetOf([1, 0], 0.5));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_promise_is_above_0_and_below_1(double coverage) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ConformalSets.Fit([0], [[1f]]).SetOf([1f], coverage));

    [Fact]
    public void Without_tracks_nothing_can_be_promised() => Assert.Throws<ArgumentException>(() => ConformalSets.Fit([], []));
}
