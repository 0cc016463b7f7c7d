namespace MicroGenre.Learning;

/// <summary>
/// CALM's clustering model (Algorithm 1, step 2): for each cluster a random forest learns which samples are in it, and the member that it predicts with
/// the lowest error becomes the centre.
/// </summary>
/// <remarks>
/// Written rules for what the paper leaves open. The forest sees members and others, as members alone are one class, which says nothing about any of
/// them. Where a forest would still see one class, every member's error is 0. Of members with equal errors the one nearest to the cluster's mean is
/// taken, then the first. A cluster without members takes the sample that is farthest from its own centre, the second such cluster the next one; if
/// no sample is away from its centre, the cluster keeps its centre and stays empty.
/// </remarks>
internal sealed class CentreChoice
{
    private readonly Samples _samples;
    private readonly RandomForest _forest;
    private readonly int _forestSamples;
    private readonly FitOptions _options;

    /// <param name="samples">What is clustered.</param>
    /// <param name="forest">The forest of each cluster.</param>
    /// <param name="forestSamples">Samples that a forest learns from at most, drawn at random once.</param>
    /// <param name="options">The same seed gives a cluster the same forest in every iteration, so that the clusters can come to rest.</param>
    public CentreChoice(Samples samples, RandomForest forest, int forestSamples, FitOptions options)
    {
        (_samples, _forest, _forestSamples, _options) = (samples, forest, forestSamples, options);
    }

    /// <summary>The index of each cluster's new centre.</summary>
    /// <param name="assignment">The cluster of each sample.</param>
    /// <param name="centres">The index of each cluster's present centre.</param>
    /// <param name="rule">The present distance.</param>
    public int[] Choose(int[] assignment, IReadOnlyList<int> centres, ClusterRule rule)
    {
        var members = new List<int>[centres.Count];
        for (var cluster = 0; cluster < members.Length; cluster++)
        {
            members[cluster] = [];
        }

        for (var i = 0; i < assignment.Length; i++)
        {
            members[assignment[i]].Add(i);
        }

        int[] chosen = [.. centres];
        _options.For(0, chosen.Length, cluster =>
        {
            if (members[cluster].Count > 0)
            {
                chosen[cluster] = MostFitting(members[cluster], assignment, cluster, rule);
            }
        });

        var strays = new Queue<int>(Strays(assignment, rule));
        foreach (var empty in Enumerable.Range(0, chosen.Length).Where(cluster => members[cluster].Count == 0))
        {
            chosen[empty] = strays.TryDequeue(out var stray) ? stray : chosen[empty];
        }

        return chosen;
    }

    private int MostFitting(List<int> members, int[] assignment, int cluster, ClusterRule rule)
    {
        var errors = Errors(members, assignment, cluster);
        var least = errors.Min();
        var mean = new double[_samples.Width];
        members.ForEach(member => Vectors.AddScaled(mean, 1.0 / members.Count, _samples.Row(member)));
        return members.Where((_, i) => errors[i] == least).MinBy(member => rule.Distance(_samples.Row(member), mean));
    }

    // One minus the share of trees that take the member for what it is.
    private double[] Errors(List<int> members, int[] assignment, int cluster)
    {
        var seen = _samples.Count <= _forestSamples
            ? [.. Enumerable.Range(0, _samples.Count)]
            : new SeededRandom(_options.Seed).Permutation(_samples.Count)[.._forestSamples];
        var labels = Array.ConvertAll(seen, i => assignment[i] == cluster ? 1 : 0);
        if (labels.Distinct().Count() == 1)
        {
            return new double[members.Count];
        }

        var seed = new SeededRandom(_options.Seed, cluster).NextSeed();
        var forest = _forest.Fit(_samples.Select(seen), labels, 2, _options with { Seed = seed, Threads = 1 });
        Span<double> probabilities = stackalloc double[2];
        var errors = new double[members.Count];
        for (var i = 0; i < errors.Length; i++)
        {
            forest.Predict(_samples.Row(members[i]), probabilities);
            errors[i] = 1 - probabilities[1];
        }

        return errors;
    }

    private IEnumerable<int> Strays(int[] assignment, ClusterRule rule) => Enumerable.Range(0, assignment.Length)
        .Select(i => (Index: i, Distance: rule.Distance(_samples.Row(i), rule.Centres.Row(assignment[i]))))
        .Where(sample => sample.Distance > 0)
        .OrderByDescending(sample => sample.Distance)
        .Select(sample => sample.Index);
}
