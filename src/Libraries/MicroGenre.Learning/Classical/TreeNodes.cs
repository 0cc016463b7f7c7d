using System.Runtime.InteropServices;

namespace MicroGenre.Learning;

/// <summary>The nodes of one or more decision trees. Node 0 is a root.</summary>
internal sealed class TreeNodes(int classes)
{
    private const int Leaf = -1;

    private readonly List<Node> _nodes = [];
    private readonly List<double> _shares = [];

    public int Classes => classes;

    public int Count => _nodes.Count;

    public static TreeNodes From(IReadOnlyDictionary<string, TensorData> weights)
    {
        var shares = weights.Require("shares");
        var (feature, threshold) = (weights.Require("feature").ToInt64(), weights.Require("threshold").ToDouble());
        var (left, right) = (weights.Require("left").ToInt64(), weights.Require("right").ToInt64());
        var nodes = new TreeNodes((int)shares.Shape[1]);
        nodes._nodes.AddRange(feature.Select((value, i) => new Node((int)value, threshold[i], (int)left[i], (int)right[i])));
        nodes._shares.AddRange(shares.ToDouble());
        return nodes;
    }

    /// <summary>Adds a leaf with the share of each class. <see cref="Split"/> may turn it into an inner node.</summary>
    public int Add(ReadOnlySpan<int> counts)
    {
        _nodes.Add(new Node(Leaf, 0, Leaf, Leaf));
        var total = 0;
        foreach (var count in counts)
        {
            total += count;
        }

        foreach (var count in counts)
        {
            _shares.Add((double)count / total);
        }

        return Count - 1;
    }

    /// <summary>Turns a leaf into an inner node: values up to the threshold go left, all others right.</summary>
    public void Split(int node, int feature, double threshold, int left, int right) =>
        _nodes[node] = new Node(feature, threshold, left, right);

    /// <summary>Appends the nodes of another tree and returns its root.</summary>
    public int Append(TreeNodes other)
    {
        var root = Count;
        _nodes.AddRange(
            other._nodes.Select(node => node.Feature == Leaf ? node : node with { Left = node.Left + root, Right = node.Right + root }));
        _shares.AddRange(other._shares);
        return root;
    }

    /// <summary>Adds the class shares of the leaf that a sample reaches.</summary>
    public void AddShares(int root, ReadOnlySpan<double> sample, Span<double> sums)
    {
        var nodes = CollectionsMarshal.AsSpan(_nodes);
        var place = root;
        ref var node = ref nodes[place];
        while (node.Feature != Leaf)
        {
            place = sample[node.Feature] <= node.Threshold ? node.Left : node.Right;
            node = ref nodes[place];
        }

        var shares = CollectionsMarshal.AsSpan(_shares).Slice(place * classes, classes);
        for (var label = 0; label < shares.Length; label++)
        {
            sums[label] += shares[label];
        }
    }

    public Dictionary<string, TensorData> Weights() => new(StringComparer.Ordinal)
    {
        ["feature"] = new([.. _nodes.Select(node => (long)node.Feature)], Count),
        ["threshold"] = new([.. _nodes.Select(node => node.Threshold)], Count),
        ["left"] = new([.. _nodes.Select(node => (long)node.Left)], Count),
        ["right"] = new([.. _nodes.Select(node => (long)node.Right)], Count),
        ["shares"] = new([.. _shares], Count, classes),
    };

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Node(int Feature, double Threshold, int Left, int Right);
}
