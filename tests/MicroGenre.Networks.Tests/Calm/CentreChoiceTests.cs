using MicroGenre.Benchmarks.Calm;
using MicroGenre.Learning;
using MicroGenre.Networks.Calm;

namespace MicroGenre.Networks.Tests.Calm;

public class CentreChoiceTests
{
    private const int Trees = 20;

    [Fact]
    public void A_cluster_takes_for_its_centre_the_member_that_its_forest_is_surest_of()
    {
        // Two groups, and a member of the first that lies among the second: no forest is sure of that one.
        var samples = Samples.Of([[0.0], [0.1], [0.2], [0.3], [10.05], [10.0], [10.1], [10.2], [10.3], [10.4]]);
        int[] assignment = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1];
        var rule = new ClusterRule(samples.Select([4, 5]), [1]);
        var chosen = new CentreChoice(samples, Trees, 1000, new FitOptions()).Choose(assignment, [4, 5], rule);
        Assert.InRange(chosen[0], 0, 3);
        Assert.InRange(chosen[1], 5, 9);
    }

    [Fact]
    public void A_forest_that_sees_one_class_leaves_the_choice_to_the_mean()
    {
        var samples = Samples.Of([[0.0], [1.0], [2.0], [3.0], [9.0]]);
        var rule = new ClusterRule(samples.Select([0]), [1]);
        Assert.Equal([3], new CentreChoice(samples, Trees, 1000, new FitOptions()).Choose([0, 0, 0, 0, 0], [0], rule));
    }

    [Fact]
    public void Of_members_that_are_equal_in_everything_the_first_is_taken()
    {
        var samples = Samples.Of([[1.0], [1.0], [1.0]]);
        var rule = new ClusterRule(samples.Select([2]), [1]);
        Assert.Equal([0], new CentreChoice(samples, Trees, 1000, new FitOptions()).Choose([0, 0, 0], [2], rule));
    }

    [Fact]
    public void Empty_clusters_take_the_samples_that_are_farthest_from_their_own_centres()
    {
        var samples = Samples.Of([[0.0], [0.0], [1.0], [7.0], [3.0]]);
        var rule = new ClusterRule(samples.Select([0, 1, 1]), [1]);
        var chosen = new CentreChoice(samples, Trees, 1000, new FitOptions()).Choose([0, 0, 0, 0, 0], [0, 1, 1], rule);
        Assert.Equal([3, 4], chosen[1..]);
    }

    [Fact]
    public void An_empty_cluster_keeps_its_centre_if_no_sample_is_away_from_its_own()
    {
        var samples = Samples.Of([[4.0], [4.0]]);
        var rule = new ClusterRule(samples.Select([0, 1]), [1]);
        Assert.Equal([0, 1], new CentreChoice(samples, Trees, 1000, new FitOptions()).Choose([0, 0], [0, 1], rule));
    }

    [Fact]
    public void The_choice_does_not_depend_on_the_number_of_threads_nor_on_repeating_it()
    {
        var data = new GeneratedStyles(Genres: 3, StylesPerGenre: 2, Width: 5, Noise: 1)
            .Draw(samplesPerGenre: 40, seed: 4, part: 0).Samples;
        var rule = new ClusterRule(data.Select([0, 1, 2, 3]), [1, 1, 1, 1, 1]);
        var assignment = rule.Assign(data, new FitOptions());
        var chosen = new[] { 1, 4 }.Select(threads =>
            new CentreChoice(data, Trees, 60, new FitOptions(Threads: threads)).Choose(assignment, [0, 1, 2, 3], rule)).ToList();
        Assert.Equal(chosen[0], chosen[1]);
        Assert.All(chosen[0], (centre, cluster) => Assert.Equal(cluster, assignment[centre]));
    }
}
