namespace MicroGenre.Learning;

/// <summary>
/// Data shared by trees that grow on the same samples: for each feature, the rank of every sample among the distinct values. A node then
/// sorts small integers instead of the values themselves.
/// </summary>
internal sealed class SplitData
{
    private readonly int[] _ranks;
    private readonly double[][] _values;

    public SplitData(Samples samples, IReadOnlyList<int> labels, int classes, SplitCriterion criterion, FitOptions options)
    {
        (Count, Width, Classes, Labels, Criterion) = (samples.Count, samples.Width, classes, [.. labels], criterion);
        _ranks = new int[samples.Values.Length];
        _values = new double[samples.Width][];
        options.For(0, samples.Width, feature =>
        {
            var column = new double[samples.Count];
            var order = new int[samples.Count];
            for (var i = 0; i < order.Length; i++)
            {
                (column[i], order[i]) = (samples.Values[(i * samples.Width) + feature], i);
            }

            Array.Sort(column, order);
            var values = new List<double>();
            for (var i = 0; i < order.Length; i++)
            {
                if (i == 0 || column[i] > column[i - 1])
                {
                    values.Add(column[i]);
                }

                _ranks[(feature * samples.Count) + order[i]] = values.Count - 1;
            }

            _values[feature] = [.. values];
        });
        Terms = new double[samples.Count + 1];
        for (var count = 1; count < Terms.Length; count++)
        {
            Terms[count] = criterion == SplitCriterion.Gini ? (double)count * count : count * Math.Log2(count);
        }
    }

    public int Count { get; }

    public int Width { get; }

    public int Classes { get; }

    public int[] Labels { get; }

    public SplitCriterion Criterion { get; }

    /// <summary>
    /// The contribution of a class by its number of samples c to the sum in <see cref="Purity"/>: c² (Gini) or c log₂ c (entropy).
    /// </summary>
    public double[] Terms { get; }

    /// <summary>The rank of each sample in a feature.</summary>
    public ReadOnlySpan<int> Ranks(int feature) => _ranks.AsSpan(feature * Count, Count);

    /// <summary>Number of distinct values of a feature.</summary>
    public int DifferentValues(int feature) => _values[feature].Length;

    /// <summary>The midpoint of two values, or the left value if the midpoint rounds to the right one.</summary>
    public double Threshold(int feature, int leftRank, int rightRank)
    {
        var (left, right) = (_values[feature][leftRank], _values[feature][rightRank]);
        var middle = left + ((right - left) / 2);
        return middle < right ? middle : left;
    }

    /// <summary>
    /// The purity of a node, Σ c² / n (Gini) or Σ c log₂ c − n log₂ n (entropy). A split increases it by as much as it decreases impurity
    /// times number.
    /// </summary>
    public double Purity(double sum, int count) => Criterion == SplitCriterion.Gini ? sum / count : sum - Terms[count];
}
