namespace MicroGenre.Learning;

/// <summary>Grows one classification tree, the best split first tried at each node (Breiman et al. 1984, CART).</summary>
internal sealed class TreeGrower
{
    // A split must win more than rounding does.
    private const double LeastGain = 1e-12;

    private readonly double[] _columns;
    private readonly int _count;
    private readonly int _width;
    private readonly IReadOnlyList<int> _labels;
    private readonly DecisionTree _settings;
    private readonly int _featuresPerNode;
    private readonly SeededRandom _random;
    private readonly int[] _indices;
    private readonly int[] _features;
    private readonly double[] _values;
    private readonly int[] _sortedLabels;
    private readonly CancellationToken _cancellation;

    /// <param name="columns">The values, <c>[width, count]</c>.</param>
    /// <param name="width">Values per sample.</param>
    /// <param name="labels">The class of each sample.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="indices">The samples to grow on; repeats count twice.</param>
    /// <param name="settings">Criterion and limits.</param>
    /// <param name="random">Draws the features of each node.</param>
    /// <param name="cancellation">Stops the growth.</param>
    public TreeGrower(
        double[] columns, int width, IReadOnlyList<int> labels, int classes, int[] indices, DecisionTree settings, SeededRandom random, CancellationToken cancellation)
    {
        (_columns, _count, _width, _labels, _settings, _random, _cancellation) = (columns, labels.Count, width, labels, settings, random, cancellation);
        _featuresPerNode = Math.Min(settings.MaxFeatures ?? width, width);
        _indices = indices;
        _features = [.. Enumerable.Range(0, width)];
        _values = new double[indices.Length];
        _sortedLabels = new int[indices.Length];
        Nodes = new TreeNodes(classes);
        Importances = new double[width];
    }

    public TreeNodes Nodes { get; }

    /// <summary>What each feature's splits have lowered the impurity by, weighted by samples.</summary>
    public double[] Importances { get; }

    /// <summary>The values of samples, transposed: <c>[width, count]</c>.</summary>
    public static double[] Transpose(Samples samples)
    {
        var columns = new double[samples.Values.Length];
        for (var i = 0; i < samples.Count; i++)
        {
            var row = samples.Row(i);
            for (var column = 0; column < row.Length; column++)
            {
                columns[(column * samples.Count) + i] = row[column];
            }
        }

        return columns;
    }

    public TreeGrower Grow()
    {
        var pending = new Stack<(int Node, int Start, int Length, int Depth)>();
        pending.Push((AddNode(0, _indices.Length), 0, _indices.Length, 0));
        while (pending.TryPop(out var item))
        {
            _cancellation.ThrowIfCancellationRequested();
            if (item.Length < _settings.MinSamplesSplit || item.Depth == _settings.MaxDepth || BestSplit(item.Start, item.Length) is not { } split)
            {
                continue;
            }

            Importances[split.Feature] += split.Gain;
            var left = Partition(item.Start, item.Length, split);
            var (leftNode, rightNode) = (AddNode(item.Start, left), AddNode(item.Start + left, item.Length - left));
            Nodes.Split(item.Node, split.Feature, split.Threshold, leftNode, rightNode);
            pending.Push((rightNode, item.Start + left, item.Length - left, item.Depth + 1));
            pending.Push((leftNode, item.Start, left, item.Depth + 1));
        }

        return this;
    }

    private int AddNode(int start, int length)
    {
        Span<int> counts = new int[Nodes.Classes];
        foreach (var index in _indices.AsSpan(start, length))
        {
            counts[_labels[index]]++;
        }

        return Nodes.Add(counts, length);
    }

    private int Partition(int start, int length, SplitChoice split)
    {
        var column = _columns.AsSpan(split.Feature * _count, _count);
        var (from, to) = (start, start + length - 1);
        while (from <= to)
        {
            if (column[_indices[from]] <= split.Threshold)
            {
                from++;
            }
            else
            {
                (_indices[from], _indices[to]) = (_indices[to], _indices[from]);
                to--;
            }
        }

        return from - start;
    }

    // Draws features without replacement until enough were looked at and one of them splits.
    private SplitChoice? BestSplit(int start, int length)
    {
        var total = new int[Nodes.Classes];
        foreach (var index in _indices.AsSpan(start, length))
        {
            total[_labels[index]]++;
        }

        if (total.Max() == length)
        {
            return null;
        }

        SplitChoice? best = null;
        for (var looked = 0; looked < _width && (looked < _featuresPerNode || best is null); looked++)
        {
            if (_featuresPerNode < _width)
            {
                var other = looked + _random.Next(_width - looked);
                (_features[looked], _features[other]) = (_features[other], _features[looked]);
            }

            var split = BestSplitOf(_features[looked], start, length, total);
            best = split is not null && (best is null || split.Gain > best.Gain) ? split : best;
        }

        return best;
    }

    private SplitChoice? BestSplitOf(int feature, int start, int length, int[] total)
    {
        var column = _columns.AsSpan(feature * _count, _count);
        var (values, labels) = (_values, _sortedLabels);
        for (var i = 0; i < length; i++)
        {
            values[i] = column[_indices[start + i]];
            labels[i] = _labels[_indices[start + i]];
        }

        Array.Sort(values, labels, 0, length);
        if (values[0] == values[length - 1])
        {
            return null;
        }

        var left = new int[total.Length];
        var right = (int[])total.Clone();
        var whole = Impurity(total, length);
        var (bestGain, bestAt) = (LeastGain, -1);
        for (var i = 0; i + 1 < length; i++)
        {
            left[labels[i]]++;
            right[labels[i]]--;
            var (leftCount, rightCount) = (i + 1, length - i - 1);
            if (values[i] < values[i + 1] && leftCount >= _settings.MinSamplesLeaf && rightCount >= _settings.MinSamplesLeaf)
            {
                var gain = whole - Impurity(left, leftCount) - Impurity(right, rightCount);
                (bestGain, bestAt) = gain > bestGain ? (gain, i) : (bestGain, bestAt);
            }
        }

        if (bestAt < 0)
        {
            return null;
        }

        // Halfway, unless rounding takes it up to the right value.
        var middle = values[bestAt] + ((values[bestAt + 1] - values[bestAt]) / 2);
        return new SplitChoice(feature, middle < values[bestAt + 1] ? middle : values[bestAt], bestGain);
    }

    // Times the number of samples.
    private double Impurity(int[] counts, int total)
    {
        var sum = 0.0;
        foreach (var count in counts)
        {
            sum += _settings.Criterion == SplitCriterion.Gini ? (double)count * count : count > 0 ? count * Math.Log2((double)count / total) : 0;
        }

        return _settings.Criterion == SplitCriterion.Gini ? total - (sum / total) : -sum;
    }

    private sealed record SplitChoice(int Feature, double Threshold, double Gain);
}
