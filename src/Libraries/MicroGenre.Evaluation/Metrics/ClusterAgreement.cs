namespace MicroGenre.Evaluation.Metrics;

/// <summary>
/// The agreement of two labellings of the same frames (or tracks), independent of the names of the labels. Used for parts of a track and
/// for clusters of tracks.
/// </summary>
/// <param name="PairPrecision">The share of pairs with equal estimated labels whose reference labels are equal too, 0 to 1; 0 if there are
/// none.</param>
/// <param name="PairRecall">The share of pairs with equal reference labels whose estimated labels are equal too, 0 to 1; 0 if there are
/// none.</param>
/// <param name="PairF1">The harmonic mean of the two (pairwise F, Levy and Sandler 2008); 0 if both are 0.</param>
/// <param name="AdjustedRand">The Rand index corrected for chance (Hubert and Arabie 1985): 1 for equal partitions, 0 on average for random
/// ones. 1 for fewer than two frames.</param>
/// <param name="Homogeneity">1 − H(reference | estimate) / H(reference): 1 if each estimated label contains frames of only one reference
/// label.</param>
/// <param name="Completeness">1 − H(estimate | reference) / H(estimate): 1 if all frames of a reference label have the same estimated
/// label.</param>
/// <param name="VMeasure">The harmonic mean of homogeneity and completeness (Rosenberg and Hirschberg 2007); 0 if both are 0.</param>
/// <example><code>
/// var agreement = ClusterAgreement.Of(reference: [0, 0, 1, 1], estimated: [1, 1, 0, 0]); // names do not matter
/// </code></example>
public sealed record ClusterAgreement(
    double PairPrecision, double PairRecall, double PairF1, double AdjustedRand, double Homogeneity, double Completeness, double VMeasure)
{
    /// <summary>Compares two labellings.</summary>
    /// <param name="reference">The true label of each frame: any integers.</param>
    /// <param name="estimated">The estimated label of each frame, in the same order: any integers.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static ClusterAgreement Of(ReadOnlySpan<int> reference, ReadOnlySpan<int> estimated)
    {
        Guard.SameLength(reference.Length, estimated.Length, nameof(estimated));
        var both = new Dictionary<(int, int), long>();
        var rows = new Dictionary<int, long>();
        var columns = new Dictionary<int, long>();
        for (var i = 0; i < reference.Length; i++)
        {
            Count(both, (reference[i], estimated[i]));
            Count(rows, reference[i]);
            Count(columns, estimated[i]);
        }

        var total = (double)reference.Length;
        double together = Pairs(both.Values), inReference = Pairs(rows.Values), inEstimate = Pairs(columns.Values);
        double all = Pairs([reference.Length]);
        var precision = inEstimate == 0 ? 0 : together / inEstimate;
        var recall = inReference == 0 ? 0 : together / inReference;

        var information = both.Sum(cell => cell.Value * Math.Log(
            cell.Value * total / ((double)rows[cell.Key.Item1] * columns[cell.Key.Item2]))) / Math.Max(total, 1);
        var homogeneity = rows.Count < 2 ? 1 : information / Entropy(rows.Values, total);
        var completeness = columns.Count < 2 ? 1 : information / Entropy(columns.Values, total);

        return new ClusterAgreement(
            precision, recall, HarmonicMean(precision, recall), AdjustedRandOf(together, inReference, inEstimate, all),
            homogeneity, completeness, HarmonicMean(homogeneity, completeness));
    }

    private static double AdjustedRandOf(double together, double inReference, double inEstimate, double all)
    {
        if (together == inReference && together == inEstimate)
        {
            return 1;
        }

        var expected = inReference * inEstimate / all;
        return (together - expected) / (((inReference + inEstimate) / 2) - expected);
    }

    private static void Count<TKey>(Dictionary<TKey, long> counts, TKey key)
        where TKey : notnull => counts[key] = counts.GetValueOrDefault(key) + 1;

    private static double Pairs(IEnumerable<long> sizes) => sizes.Sum(n => n * (n - 1.0) / 2);

    private static double Entropy(IEnumerable<long> sizes, double total) => -sizes.Sum(n => n / total * Math.Log(n / total));

    private static double HarmonicMean(double a, double b) => a + b == 0 ? 0 : 2 * a * b / (a + b);
}
