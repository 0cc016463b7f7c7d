using MicroGenre.Learning;

namespace MicroGenre.Networks.Calm;

/// <summary>
/// CALM's clustering model (Algorithm 1, step 2). For each cluster, a random forest learns which samples belong to it; the member with the
/// lowest prediction error becomes the centre. The error of a sample is that of the trees that have not learnt from it: the others are
/// right about almost every sample, and almost all members would tie.
/// </summary>
/// <remarks>
/// These rules fill the gaps in the paper. The forest is trained on members and non-members, because members alone are one class and all
/// predictions would be equal. If a forest still sees only one class, all errors are 0. Among members with equal errors, the one nearest to
/// the cluster's mean is chosen, then the first. An empty cluster takes the sample farthest from its own centre; a second empty cluster
/// takes the next one. If every sample is at its centre, the cluster keeps its centre and stays empty.
/// </remarks>
internal sealed class CentreChoice
{
    private readonly Samples _samples;
    private readonly QuantizedSamples _quantized;
    private readonly int[] _seen;
    private readonly int[] _placeInSeen;
    private readonly byte[] _seenColumns;
    private readonly int _trees;
    private readonly FitOptions _options;

    /// <param name="samples">The samples to cluster.</param>
    /// <param name="trees">Number of trees in each cluster's forest.</param>
    /// <param name="forestSamples">Maximum number of samples for a forest, drawn at random once.</param>
    /// <param name="options">Options for the forests. A cluster gets the same seed in every iteration, so that the clusters can
    /// settle.</param>
    public CentreChoice(Samples samples, int trees, int forestSamples, FitOptions options)
    {
        (_samples, _trees, _options) = (samples, trees, options);
        _quantized = QuantizedSamples.Of(samples, options);
        _seen = samples.Count <= forestSamples
            ? [.. Enumerable.Range(0, samples.Count)]
            : new SeededRandom(options.Seed).Permutation(samples.Count)[..forestSamples];
        _placeInSeen = new int[samples.Count];
        Array.Fill(_placeInSeen, -1);
        for (var place = 0; place < _seen.Length; place++)
        {
            _placeInSeen[_seen[place]] = place;
        }

        _seenColumns = _quantized.Columns(_seen);
    }

    /// <summary>Chooses the new centre of each cluster, as an index of a sample.</summary>
    /// <param name="assignment">The cluster of each sample.</param>
    /// <param name="centres">The current centre of each cluster, as an index of a sample.</param>
    /// <param name="rule">The current distance.</param>
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
        return members.Where((_, i) => errors[i] == least).MinBy(member => rule.Distance(_samples.Row(member), mean, cluster));
    }

    // The forest's error for each member, 0 to 1.
    private double[] Errors(List<int> members, int[] assignment, int cluster)
    {
        var isMember = Array.ConvertAll(_seen, i => assignment[i] == cluster);
        if (Array.TrueForAll(isMember, value => value == isMember[0]))
        {
            return new double[members.Count];
        }

        var forest = MembershipForest.Grow(_seenColumns, isMember, _trees, new SeededRandom(_options.Seed, cluster), _options.Cancellation);
        return [.. members.Select(member => 1 - ((_placeInSeen[member] is >= 0 and var place ? forest.OutOfBagShare(place) : null)
            ?? forest.Share(_quantized.Row(member))))];
    }

    private IEnumerable<int> Strays(int[] assignment, ClusterRule rule) => Enumerable.Range(0, assignment.Length)
        .Select(i => (Index: i, Distance: rule.Distance(_samples.Row(i), rule.Centres.Row(assignment[i]), assignment[i])))
        .Where(sample => sample.Distance > 0)
        .OrderByDescending(sample => sample.Distance)
        .Select(sample => sample.Index);
}
