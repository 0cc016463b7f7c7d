namespace MicroGenre.Learning;

/// <summary>Grows one classification tree with the best split at each node (Breiman et al. 1984, CART).</summary>
internal sealed class TreeGrower
{
    // A split must gain more than rounding errors.
    private const double LeastGain = 1e-12;

    // Ranks in a range up to this width are sorted by counting.
    private const int CountingSpread = 4;

    private const int RankShift = 32;
    private const int LabelShift = 16;
    private const int Mask = 0xFFFF;

    private readonly SplitData _data;
    private readonly DecisionTree _settings;
    private readonly int _featuresPerNode;
    private readonly SeededRandom _random;
    private readonly int[] _indices;
    private readonly int[] _weights;
    private readonly int[] _features;
    private readonly int[] _places;
    private readonly long[] _sorted;
    private readonly long[] _entries;
    private readonly int[] _left;
    private readonly int[] _right;
    private readonly CancellationToken _cancellation;

    /// <param name="data">The samples.</param>
    /// <param name="weights">Multiplicity of each sample, below 65,536; 0 leaves it out.</param>
    /// <param name="settings">The limits of the tree.</param>
    /// <param name="random">Draws the features of each node.</param>
    /// <param name="cancellation">Cancels the growth.</param>
    public TreeGrower(SplitData data, int[] weights, DecisionTree settings, SeededRandom random, CancellationToken cancellation)
    {
        (_data, _weights, _settings, _random, _cancellation) = (data, weights, settings, random, cancellation);
        _featuresPerNode = Math.Min(settings.MaxFeatures ?? data.Width, data.Width);
        _indices = [.. Enumerable.Range(0, data.Count).Where(i => weights[i] > 0)];
        _features = [.. Enumerable.Range(0, data.Width)];
        _places = new int[(CountingSpread * _indices.Length) + 1];
        (_entries, _sorted) = (new long[_indices.Length], new long[_indices.Length]);
        (_left, _right) = (new int[data.Classes], new int[data.Classes]);
        Nodes = new TreeNodes(data.Classes);
        Importances = new double[data.Width];
    }

    public TreeNodes Nodes { get; }

    /// <summary>The decrease of impurity by each feature's splits, weighted by samples.</summary>
    public double[] Importances { get; }

    public TreeGrower Grow()
    {
        var pending = new Stack<(int Node, int Start, int Length, int Depth, int[] Counts)>();
        var counts = Counts(0, _indices.Length);
        pending.Push((Nodes.Add(counts), 0, _indices.Length, 0, counts));
        while (pending.TryPop(out var item))
        {
            _cancellation.ThrowIfCancellationRequested();
            var total = item.Counts.Sum();
            if (total < _settings.MinSamplesSplit || item.Depth == _settings.MaxDepth || item.Counts.Max() == total
                || BestSplit(item.Start, item.Length, item.Counts, total) is not { } split)
            {
                continue;
            }

            Importances[split.Feature] += split.Gain;
            var left = Partition(item.Start, item.Length, split);
            var (leftCounts, rightCounts) = (Counts(item.Start, left), Counts(item.Start + left, item.Length - left));
            var (leftNode, rightNode) = (Nodes.Add(leftCounts), Nodes.Add(rightCounts));
            Nodes.Split(item.Node, split.Feature, _data.Threshold(split.Feature, split.LeftRank, split.RightRank), leftNode, rightNode);
            pending.Push((rightNode, item.Start + left, item.Length - left, item.Depth + 1, rightCounts));
            pending.Push((leftNode, item.Start, left, item.Depth + 1, leftCounts));
        }

        return this;
    }

    private int[] Counts(int start, int length)
    {
        var counts = new int[_data.Classes];
        foreach (var index in _indices.AsSpan(start, length))
        {
            counts[_data.Labels[index]] += _weights[index];
        }

        return counts;
    }

    private int Partition(int start, int length, SplitChoice split)
    {
        var ranks = _data.Ranks(split.Feature);
        var (from, to) = (start, start + length - 1);
        while (from <= to)
        {
            if (ranks[_indices[from]] <= split.LeftRank)
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

    // Draws features without replacement until enough were considered and one of them splits. Of equally good splits, the first drawn wins.
    private SplitChoice? BestSplit(int start, int length, int[] counts, int total)
    {
        SplitChoice? best = null;
        for (var looked = 0; looked < _data.Width && (looked < _featuresPerNode || best is null); looked++)
        {
            var other = looked + _random.Next(_data.Width - looked);
            (_features[looked], _features[other]) = (_features[other], _features[looked]);
            var split = BestSplitOf(_features[looked], start, length, counts, total);
            best = split is not null && (best is null || split.Gain > best.Gain) ? split : best;
        }

        return best;
    }

    private SplitChoice? BestSplitOf(int feature, int start, int length, int[] counts, int total)
    {
        var entries = Sort(feature, start, length);
        if (entries.IsEmpty)
        {
            return null;
        }

        var terms = _data.Terms;
        Array.Clear(_left);
        counts.CopyTo(_right, 0);
        var (leftSum, rightSum) = (0.0, 0.0);
        foreach (var count in counts)
        {
            rightSum += terms[count];
        }

        var whole = _data.Purity(rightSum, total);
        var (bestGain, bestAt, leftCount) = (LeastGain, -1, 0);
        for (var i = 0; i + 1 < entries.Length; i++)
        {
            var (label, weight) = ((int)(entries[i] >> LabelShift) & Mask, (int)entries[i] & Mask);
            leftSum -= terms[_left[label]];
            leftSum += terms[_left[label] += weight];
            rightSum -= terms[_right[label]];
            rightSum += terms[_right[label] -= weight];
            leftCount += weight;
            if (entries[i] >> RankShift != entries[i + 1] >> RankShift && leftCount >= _settings.MinSamplesLeaf
                && total - leftCount >= _settings.MinSamplesLeaf)
            {
                var gain = _data.Purity(leftSum, leftCount) + _data.Purity(rightSum, total - leftCount) - whole;
                (bestGain, bestAt) = gain > bestGain ? (gain, i) : (bestGain, bestAt);
            }
        }

        return bestAt < 0 ? null
            : new SplitChoice(feature, (int)(entries[bestAt] >> RankShift), (int)(entries[bestAt + 1] >> RankShift), bestGain);
    }

    // The samples of the node in ascending order of value, each packed as rank, label and weight; empty if all values are equal.
    private Span<long> Sort(int feature, int start, int length)
    {
        var ranks = _data.Ranks(feature);
        var (least, greatest) = (int.MaxValue, -1);
        for (var i = 0; i < length; i++)
        {
            var index = _indices[start + i];
            var rank = ranks[index];
            least = Math.Min(least, rank);
            greatest = Math.Max(greatest, rank);
            _entries[i] = ((long)rank << RankShift) | ((long)_data.Labels[index] << LabelShift) | (long)_weights[index];
        }

        var entries = _entries.AsSpan(0, length);
        if (least == greatest)
        {
            return [];
        }

        var spread = greatest - least + 1;
        if (spread > CountingSpread * length)
        {
            entries.Sort();
            return entries;
        }

        var places = _places.AsSpan(0, spread + 1);
        places.Clear();
        foreach (var entry in entries)
        {
            places[(int)(entry >> RankShift) - least + 1]++;
        }

        for (var i = 1; i < places.Length; i++)
        {
            places[i] += places[i - 1];
        }

        foreach (var entry in entries)
        {
            _sorted[places[(int)(entry >> RankShift) - least]++] = entry;
        }

        return _sorted.AsSpan(0, length);
    }

    private sealed record SplitChoice(int Feature, int LeftRank, int RightRank, double Gain);
}
