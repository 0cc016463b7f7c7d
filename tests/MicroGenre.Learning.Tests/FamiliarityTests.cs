namespace MicroGenre.Learning.Tests;

public class FamiliarityTests
{
    [Fact]
    public void What_is_as_far_as_most_held_out_tracks_is_familiar_and_what_is_much_farther_is_not()
    {
        var fitted = Familiarity.Fit(HeldOut(400))!;

        Assert.Equal(400, fitted.Tracks);
        Assert.Equal(2.0 / 400, fitted.Refused, 9);
        Assert.InRange(fitted.Strangeness([1, 1], 300)!.Value, 0, 0.5);
        Assert.True(fitted.Strangeness([9, 1], 300) > 1);
        Assert.True(fitted.Strangeness([1, 9], 300) > 1);
    }

    [Fact]
    public void To_be_nearer_than_others_in_one_part_is_no_excuse_in_the_other()
    {
        var fitted = Familiarity.Fit(HeldOut(400))!;

        Assert.Equal(fitted.Strangeness([1, 5], 300)!.Value, fitted.Strangeness([0, 5], 300)!.Value, 0.02);
    }

    [Fact]
    public void Bounds_between_two_lengths_lie_between_theirs_and_beyond_the_longest_they_stay()
    {
        var fitted = Familiarity.Fit(HeldOut(400))!;

        double At(int frames) => fitted.Strangeness([5, 5], frames)!.Value;
        Assert.Equal(At(50), At(51), 0.1);
        Assert.InRange(At(100), At(300), At(50));
        Assert.Equal(At(300), At(9000));
    }

    [Fact]
    public void What_is_shorter_than_the_shortest_length_is_not_judged() =>
        Assert.Null(Familiarity.Fit(HeldOut(400))!.Strangeness([9, 9], 49));

    [Fact]
    public void What_is_far_for_its_length_is_doubtful_unless_it_is_as_long_as_whole_tracks()
    {
        var fitted = Familiarity.Fit(HeldOut(400))!;

        Assert.True(fitted.IsDoubtful([2 * Math.Exp(0.25), 2], 50));
        Assert.False(fitted.IsDoubtful([2 * Math.Exp(0.15), 2], 50));
        Assert.False(fitted.IsDoubtful([Math.Exp(0.75), 1], 300));
    }

    [Fact]
    public void Few_tracks_and_classifiers_without_distances_give_no_bounds()
    {
        Assert.Null(Familiarity.Fit(HeldOut(Familiarity.LeastTracks - 1)));
        Assert.Null(Familiarity.Fit([new LengthDistances(10, [.. Enumerable.Range(0, 200).Select(_ => Array.Empty<double>())])]));
        Assert.Null(Familiarity.Fit([]));
    }

    [Fact]
    public void Tracks_that_are_all_alike_make_bounds_that_they_keep() =>
        Assert.Equal(0, Familiarity.Fit([new LengthDistances(10, [.. Enumerable.Range(0, 200).Select(_ => new[] { 1.0 })])])!.Refused);

    // Short tracks are farther, and more alike.
    private static IReadOnlyList<LengthDistances> HeldOut(int tracks)
    {
        var random = new Random(1);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        double[][] deviations = [.. Enumerable.Range(0, tracks).Select(_ => new[] { Normal(), Normal() })];
        return [Of(50, 2, 0.1), Of(300, 1, 0.3)];

        LengthDistances Of(int frames, double typical, double spread) =>
            new(frames, [.. deviations.Select(track => Array.ConvertAll(track, deviation => typical * Math.Exp(spread * deviation)))]);
    }
}
