namespace MicroGenre.Learning.Tests;

public class DriftTests
{
    private static readonly ModelCard Card = new()
    {
        Name = "x",
        Version = 1,
        Recipe = RecipeCatalog.Find("textures-and-modulations"),
        Labels = ["a", "b"],
        Train = new DataSummary(100, ""),
        Reliability = [new ReliabilityBin(0.6, 100, 0.55, 0.5), new ReliabilityBin(1, 100, 0.95, 0.9)],
        Conformal = new ConformalSets([[0.5, 0.6, 0.9], [0.5, 0.6, 0.9]], [0, 100, 100]),
        Familiarity = new Familiarity([new FamiliarLength(1, [0], [1], 1)], 200, 0.005),
    };

    [Fact]
    public void Answers_like_those_of_the_card_have_not_drifted()
    {
        var drift = After(Enumerable.Range(0, 400).Select(i => Answer(i % 2 == 0 ? 0.55f : 0.95f)));

        Assert.Equal(400, drift.Answers);
        Assert.InRange(drift.Scores!.Value, 0, 0.05);
        Assert.False(drift with { SetSizes = null } is { IsLarge: true });
    }

    [Fact]
    public void Surer_answers_and_unfamiliar_tracks_are_drift()
    {
        Assert.True(After(Enumerable.Range(0, 400).Select(_ => Answer(0.95f))).Scores > Drift.Limit);
        Assert.True(After(Enumerable.Range(0, 400).Select(i =>
            Answer(i % 2 == 0 ? 0.55f : 0.95f, i % 5 == 0 ? Verdict.Unfamiliar : Verdict.Ok))).Unfamiliar > Drift.Limit);
        Assert.True(After(Enumerable.Range(0, 400).Select(_ => Answer(0.99f))).IsLarge);
    }

    [Fact]
    public void Few_answers_say_nothing_and_old_ones_are_forgotten()
    {
        var few = After(Enumerable.Range(0, AnswerWindow.LeastAnswers - 1).Select(_ => Answer(0.95f)));
        Assert.Equal((null, null, null, false), (few.Scores, few.SetSizes, few.Unfamiliar, few.IsLarge));

        var window = new AnswerWindow(Card, length: 300);
        for (var i = 0; i < 900; i++)
        {
            window.Add(Answer(i < 600 ? 0.95f : i % 2 == 0 ? 0.55f : 0.95f));
        }

        Assert.Equal(300, window.Drift().Answers);
        Assert.InRange(window.Drift().Scores!.Value, 0, 0.05);
    }

    [Fact]
    public void A_track_without_music_is_not_counted()
    {
        var window = new AnswerWindow(Card);

        Assert.Null(window.Add(Answer(0.95f, Verdict.NoMusic)));
        Assert.Equal(0, window.Drift().Answers);
    }

    [Fact]
    public void The_index_is_0_for_equal_shares_and_the_same_both_ways()
    {
        Assert.Equal(0, StabilityIndex.Of([10, 20, 30], [10, 20, 30]), 1e-12);
        Assert.Equal(StabilityIndex.Of([100, 0], [50, 50]), StabilityIndex.Of([50, 50], [100, 0]), 1e-12);
        Assert.True(double.IsFinite(StabilityIndex.Of([100, 0], [0, 100])));
        Assert.Throws<ArgumentException>(() => StabilityIndex.Of([1], [1, 2]));
        Assert.Throws<ArgumentException>(() => StabilityIndex.Of([], []));
    }

    private static Drift After(IEnumerable<GenreAnswer> answers)
    {
        var window = new AnswerWindow(Card);
        foreach (var answer in answers)
        {
            window.Add(answer);
        }

        return window.Drift();
    }

    private static GenreAnswer Answer(float top, Verdict verdict = Verdict.Ok) => new([top, 1 - top], verdict, null, false);
}
