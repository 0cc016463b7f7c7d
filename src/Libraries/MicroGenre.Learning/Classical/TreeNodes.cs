namespace MicroGenre.Learning;

/// <summary>The nodes of one or more decision trees, as arrays. Node 0 is a root.</summary>
internal sealed class TreeNodes(int classes)
{
    private const int Leaf = -1;

    private readonly List<int> _feature = [];
    private readonly List<double> _threshold = [];
    private readonly List<int> _left = [];
    private readonly List<int> _right = [];
    private readonly List<double> _shares = [];

    public int Classes => classes;

    public int Count => _feature.Count;

    public static TreeNodes From(IReadOnlyDictionary<string, TensorData> weights)
    {
        var shares = weights.Require("shares");
        var nodes = new TreeNodes((int)shares.Shape[1]);
        nodes._feature.AddRange(weights.Require("feature").ToInt64().Select(value => (int)value));
        nodes._threshold.AddRange(weights.Require("threshold").ToDouble());
        nodes._left.AddRange(weights.Require("left").ToInt64().Select(value => (int)value));
        nodes._right.AddRange(weights.Require("right").ToInt64().Select(value => (int)value));
        nodes._shares.AddRange(shares.ToDouble());
        return nodes;
    }

    /// <summary>Adds a leaf with the share of each class; <see cref="Split"/> may make it an inner node.</summary>
    public int Add(ReadOnlySpan<int> counts, int total)
    {
        _feature.Add(Leaf);
        _threshold.Add(0);
        _left.Add(Leaf);
        _right.Add(Leaf);
        foreach (var count in counts)
        {
            _shares.Add((double)count / total);
        }

        return Count - 1;
    }

    /// <summary>Sends values up to the threshold to the left, all others to the right.</summary>
    public void Split(int node, int feature, double threshold, int left, int right) =>
        (_feature[node], _threshold[node], _left[node], _right[node]) = (feature, threshold, left, right);

    /// <summary>Appends another tree's nodes and returns its root.</summary>
    public int Append(TreeNodes other)
    {
        var root = Count;
        _feature.AddRange(other._feature);
        _threshold.AddRange(other._threshold);
        _left.AddRange(other._left.Select(child => child == Leaf ? Leaf : child + root));
        _right.AddRange(other._right.Select(child => child == Leaf ? Leaf : child + root));
        _shares.AddRange(other._shares);
        return root;
    }

    /// <summary>Adds the shares of the leaf that a sample falls into.</summary>
    public void AddShares(int root, ReadOnlySpan<double> sample, Span<double> sums)
    {
        var node = root;
        while (_feature[node] != Leaf)
        {
            node = sample[_feature[node]] <= _threshold[node] ? _left[node] : _right[node];
        }

        for (var label = 0; label < classes; label++)
        {
            sums[label] += _shares[(node * classes) + label];
        }
    }

    public Dictionary<string, TensorData> Weights() => new(StringComparer.Ordinal)
    {
        ["feature"] = new([.. _feature.Select(value => (long)value)], Count),
        ["threshold"] = new([.. _threshold], Count),
        ["left"] = new([.. _left.Select(value => (long)value)], Count),
        ["right"] = new([.. _right.Select(value => (long)value)], Count),
        ["shares"] = new([.. _shares], Count, classes),
    };
}
