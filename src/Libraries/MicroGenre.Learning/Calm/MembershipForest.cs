using System.Runtime.InteropServices;

namespace MicroGenre.Learning;

/// <summary>
/// A random forest (Breiman 2001) that tells the members of one cluster from all others: every tree grows, until its leaves are pure, on samples drawn with
/// repetition, and each node takes the split of least Gini impurity among √width random features. Values are quantized, so that a node
/// finds its split by counting, not by sorting.
/// </summary>
internal sealed class MembershipForest
{
    // A split must win more than rounding does.
    private const double LeastGain = 1e-9;
    private const int Levels = 256;

    private readonly List<Node> _nodes = [];
    private readonly int[] _roots;

    private MembershipForest(int trees) => _roots = new int[trees];

    /// <summary>Grows a forest.</summary>
    /// <param name="columns">Quantized samples, <c>[width, samples]</c>.</param>
    /// <param name="members">Whether each sample is a member.</param>
    /// <param name="trees">How many trees.</param>
    /// <param name="random">Draws samples and features.</param>
    /// <param name="cancellation">Stops the growth.</param>
    public static MembershipForest Grow(byte[] columns, bool[] members, int trees, SeededRandom random, CancellationToken cancellation)
    {
        var forest = new MembershipForest(trees);
        var grower = new Grower(columns, members, forest._nodes, random);
        for (var tree = 0; tree < trees; tree++)
        {
            cancellation.ThrowIfCancellationRequested();
            forest._roots[tree] = grower.Grow();
        }

        return forest;
    }

    /// <summary>The mean over the trees of the share of members where a sample ends up, 0 to 1.</summary>
    /// <param name="sample">The quantized sample, <c>[width]</c>.</param>
    public double Share(ReadOnlySpan<byte> sample)
    {
        var nodes = CollectionsMarshal.AsSpan(_nodes);
        var sum = 0.0;
        foreach (var root in _roots)
        {
            ref var node = ref nodes[root];
            while (node.Right > 0)
            {
                node = ref nodes[sample[node.Feature] <= node.Level ? node.Left : node.Right];
            }

            sum += node.Share;
        }

        return sum / _roots.Length;
    }

    /// <summary>A node of a tree; one without children is a leaf.</summary>
    [StructLayout(LayoutKind.Auto)]
    private record struct Node(float Share, int Feature, byte Level, int Left, int Right);

    /// <summary>The best split of a node: values up to the level go left.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Split(int Feature, byte Level, double Gain);

    private sealed class Grower(byte[] columns, bool[] members, List<Node> nodes, SeededRandom random)
    {
        private readonly int _count = members.Length;
        private readonly int _width = columns.Length / members.Length;
        private readonly int _featuresPerNode = Math.Max(1, (int)Math.Sqrt(columns.Length / members.Length));
        private readonly int[] _features = [.. Enumerable.Range(0, columns.Length / members.Length)];
        private readonly int[] _indices = new int[members.Length];
        private readonly int[] _all = new int[Levels];
        private readonly int[] _members = new int[Levels];
        private readonly Stack<(int Node, int Start, int Length)> _pending = new();

        public int Grow()
        {
            foreach (ref var index in _indices.AsSpan())
            {
                index = random.Next(_count);
            }

            var root = Add(0, _count);
            _pending.Push((root, 0, _count));
            while (_pending.TryPop(out var item))
            {
                if (nodes[item.Node].Share is 0 or 1 || BestSplit(item.Start, item.Length) is not { } split)
                {
                    continue;
                }

                var left = Partition(item.Start, item.Length, split);
                var (leftNode, rightNode) = (Add(item.Start, left), Add(item.Start + left, item.Length - left));
                nodes[item.Node] = nodes[item.Node] with { Feature = split.Feature, Level = split.Level, Left = leftNode, Right = rightNode };
                _pending.Push((rightNode, item.Start + left, item.Length - left));
                _pending.Push((leftNode, item.Start, left));
            }

            return root;
        }

        private int Add(int start, int length)
        {
            nodes.Add(new Node { Share = (float)MembersIn(start, length) / length });
            return nodes.Count - 1;
        }

        private int MembersIn(int start, int length)
        {
            var sum = 0;
            foreach (var index in _indices.AsSpan(start, length))
            {
                sum += members[index] ? 1 : 0;
            }

            return sum;
        }

        private int Partition(int start, int length, Split split)
        {
            var column = columns.AsSpan(split.Feature * _count, _count);
            var (from, to) = (start, start + length - 1);
            while (from <= to)
            {
                if (column[_indices[from]] <= split.Level)
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
        private Split? BestSplit(int start, int length)
        {
            var total = MembersIn(start, length);
            Split? best = null;
            for (var looked = 0; looked < _width && (looked < _featuresPerNode || best is null); looked++)
            {
                var other = looked + random.Next(_width - looked);
                (_features[looked], _features[other]) = (_features[other], _features[looked]);
                var split = BestSplitOf(_features[looked], start, length, total);
                best = split is not null && (best is null || split.Value.Gain > best.Value.Gain) ? split : best;
            }

            return best;
        }

        private Split? BestSplitOf(int feature, int start, int length, int total)
        {
            var (first, last) = Count(feature, start, length);
            var (bestScore, bestLevel, bestNext) = (Purity(total, length) + LeastGain, -1, -1);
            var (left, leftMembers, before) = (_all[first], _members[first], first);
            for (var level = first + 1; level <= last; level++)
            {
                if (_all[level] == 0)
                {
                    continue;
                }

                var score = Purity(leftMembers, left) + Purity(total - leftMembers, length - left);
                (bestScore, bestLevel, bestNext) = score > bestScore ? (score, before, level) : (bestScore, bestLevel, bestNext);
                (left, leftMembers, before) = (left + _all[level], leftMembers + _members[level], level);
            }

            // Halfway between the two sides.
            return bestLevel < 0 ? null : new Split(feature, (byte)((bestLevel + bestNext - 1) / 2), bestScore);
        }

        // How many samples, and how many members, are at each level; the first and the last level that are there.
        private (int First, int Last) Count(int feature, int start, int length)
        {
            Array.Clear(_all);
            Array.Clear(_members);
            var column = columns.AsSpan(feature * _count, _count);
            var (first, last) = (Levels - 1, 0);
            foreach (var index in _indices.AsSpan(start, length))
            {
                var level = column[index];
                _all[level]++;
                _members[level] += members[index] ? 1 : 0;
                (first, last) = (Math.Min(first, level), Math.Max(last, level));
            }

            return (first, last);
        }

        // The number of samples less their Gini impurity times it: what a split should raise.
        private static double Purity(int members, int count)
        {
            double others = count - members;
            return (((double)members * members) + (others * others)) / count;
        }
    }
}
