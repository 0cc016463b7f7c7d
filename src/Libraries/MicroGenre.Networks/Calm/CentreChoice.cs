using MicroGenre.Learning;

namespace MicroGenre.Networks.Calm;

/// <summary>
/// CALM's clustering model (Algorithm 1, step 2): for each cluster a random forest learns which samples are in it, and the member that it
/// predicts with the lowest error becomes the centre.
/// </summary>
/// <remarks>
/// Written rules for what the paper leaves open. The forest sees members and others, as members alone are one class, which says nothing
/// about any of them. Where a forest would still see one class, every member's error is 0. Of members with equal errors the one nearest to
/// the cluster's mean is taken, then the first. A cluster without members takes the sample that is farthest from its own centre, the second
/// such cluster the next one; if no sample is away from its centre, the cluster keeps its centre and stays empty.
/// </remarks>
internal sealed class CentreChoice
{
    private readonly Samples _samples;
    private readonly QuantizedSamples _quantized;
    private readonly int[] _seen;
    private readonly byte[] _seenColumns;
    private readonly int _trees;
    private readonly FitOptions _options;

    /// <param name="samples">What is clustered.</param>
    /// <param name="trees">Trees of each cluster's forest.</param>
    /// <param name="forestSamples">Samples that a forest learns from at most, drawn at random once.</param>
    /// <param name="options">The same seed gives a cluster the same forest in every iteration, so that the clusters can come to
    /// rest.</param>
    public CentreChoice(Samples samples, int trees, int forestSamples, FitOptions options)
    {
        (_samples, _trees, _options) = (samples, trees, options);
        _quantized = QuantizedSamples.Of(samples, options);
        _seen = samples.Count <= forestSamples
            ? [.. Enumerable.Range(0, samples.Count)]
            : new SeededRandom(options.Seed).Permutation(samples.Count)[..forestSamples];
        _seenColumns = _quantized.Columns(_seen);
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

    // What the forest says against each member being one, 0 to 1.
    private double[] Errors(List<int> members, int[] assignment, int cluster)
    {
        var isMember = Array.ConvertAll(_seen, i => assignment[i] == cluster);
        if (Array.TrueForAll(isMember, value => value == isMember[0]))
        {
            return new double[members.Count];
        }

        var forest = MembershipForest.Grow(_seenColumns, isMember, _trees, new SeededRandom(_options.Seed, cluster), _options.Cancellation);
        return [.. members.Select(member => 1 - forest.Share(_quantized.Row(member)))];
    }

    private IEnumerable<int> Strays(int[] assignment, ClusterRule rule) => Enumerable.Range(0, assignment.Length)
        .Select(i => (Index: i, Distance: rule.Distance(_samples.Row(i), rule.Centres.Row(assignment[i]))))
        .Where(sample => sample.Distance > 0)
        .OrderByDescending(sample => sample.Distance)
        .Select(sample => sample.Index);
}
