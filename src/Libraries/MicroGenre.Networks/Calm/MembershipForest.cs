using System.Numerics;
using System.Runtime.InteropServices;
using MicroGenre.Learning;

namespace MicroGenre.Networks.Calm;

/// <summary>
/// A random forest (Breiman 2001) that separates the members of one cluster from all other samples. Every tree grows on a bootstrap sample
/// until its leaves are pure; each node takes the split of least Gini impurity among √width random features. Values are quantized, so that
/// a node finds its split by counting instead of sorting.
/// </summary>
internal sealed class MembershipForest
{
    // A split must gain more than rounding errors.
    private const double LeastGain = 1e-9;
    private const int Levels = 256;

    private readonly List<Node> _nodes = [];
    private readonly int[] _roots;

    // Sums of the shares of trees that did not see a sample, and their number.
    private readonly double[] _unseenShares;
    private readonly int[] _unseenTrees;

    private MembershipForest(int trees, int samples) =>
        (_roots, _unseenShares, _unseenTrees) = (new int[trees], new double[samples], new int[samples]);

    /// <summary>Grows a forest.</summary>
    /// <param name="columns">Quantized samples, <c>[width, samples]</c>.</param>
    /// <param name="members">Whether each sample is a member.</param>
    /// <param name="trees">Number of trees.</param>
    /// <param name="random">Draws samples and features.</param>
    /// <param name="cancellation">Cancels the growth.</param>
    public static MembershipForest Grow(byte[] columns, bool[] members, int trees, SeededRandom random, CancellationToken cancellation)
    {
        var forest = new MembershipForest(trees, members.Length);
        var grower = new Grower(columns, members, forest._nodes, random);
        for (var tree = 0; tree < trees; tree++)
        {
            cancellation.ThrowIfCancellationRequested();
            forest._roots[tree] = grower.Grow();
            grower.TellUnseen(forest._roots[tree], forest._unseenShares, forest._unseenTrees);
        }

        return forest;
    }

    /// <summary>The mean over the trees of the share of members in the leaf that a sample reaches, 0 to 1.</summary>
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

    /// <summary>
    /// The mean share of members, 0 to 1, over the trees that did not learn from a sample (its out-of-bag estimate, Breiman 2001). A tree
    /// that has learnt from it knows it by heart. <see langword="null"/> if every tree has.
    /// </summary>
    /// <param name="sample">The index of the sample among those that the forest has grown on.</param>
    public double? OutOfBagShare(int sample) => _unseenTrees[sample] > 0 ? _unseenShares[sample] / _unseenTrees[sample] : null;

    /// <summary>A node of a tree; a node without children is a leaf.</summary>
    [StructLayout(LayoutKind.Auto)]
    private record struct Node(float Share, int Feature, byte Level, int Left, int Right);

    /// <summary>The best split of a node: values up to the level go left.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Split(int Feature, byte Level, double Gain);

    /// <summary>
    /// Grows trees one after the other. Counts are packed in pairs: all samples in the high half, members in the low half.
    /// </summary>
    private sealed class Grower(byte[] columns, bool[] members, List<Node> nodes, SeededRandom random)
    {
        private const long One = 1L << 32;
        private readonly int _count = members.Length;
        private readonly int _width = columns.Length / members.Length;
        private readonly int _featuresPerNode = Math.Max(1, (int)Math.Sqrt(columns.Length / members.Length));
        private readonly int[] _features = [.. Enumerable.Range(0, columns.Length / members.Length)];
        private readonly int[] _indices = new int[members.Length];
        private readonly long[] _drawn = new long[members.Length];
        private readonly long[] _atLevel = new long[Levels];
        private readonly ulong[] _levels = new ulong[Levels / 64];
        private readonly Stack<(int Node, int Start, int Length)> _pending = new();

        public int Grow()
        {
            var different = Draw();
            var root = Add(0, different);
            _pending.Push((root, 0, different));
            while (_pending.TryPop(out var item))
            {
                if (nodes[item.Node].Share is 0 or 1 || BestSplit(item.Start, item.Length) is not { } split)
                {
                    continue;
                }

                var left = Partition(item.Start, item.Length, split);
                var (leftNode, rightNode) = (Add(item.Start, left), Add(item.Start + left, item.Length - left));
                nodes[item.Node] =
                    nodes[item.Node] with { Feature = split.Feature, Level = split.Level, Left = leftNode, Right = rightNode };
                _pending.Push((rightNode, item.Start + left, item.Length - left));
                _pending.Push((leftNode, item.Start, left));
            }

            return root;
        }

        /// <summary>Adds the share that the last tree gives each sample that it has not drawn.</summary>
        public void TellUnseen(int root, double[] shares, int[] trees)
        {
            for (var i = 0; i < _count; i++)
            {
                if (_drawn[i] > 0)
                {
                    continue;
                }

                var node = nodes[root];
                while (node.Right > 0)
                {
                    node = nodes[columns[(node.Feature * _count) + i] <= node.Level ? node.Left : node.Right];
                }

                shares[i] += node.Share;
                trees[i]++;
            }
        }

        // Draws as many samples as there are, with replacement, and returns the number of distinct ones.
        private int Draw()
        {
            Array.Clear(_drawn);
            for (var i = 0; i < _count; i++)
            {
                var index = random.Next(_count);
                _drawn[index] += members[index] ? One + 1 : One;
            }

            var different = 0;
            for (var i = 0; i < _count; i++)
            {
                if (_drawn[i] > 0)
                {
                    _indices[different++] = i;
                }
            }

            return different;
        }

        private int Add(int start, int length)
        {
            var sum = Sum(start, length);
            nodes.Add(new Node { Share = (float)(int)sum / (sum >> 32) });
            return nodes.Count - 1;
        }

        private long Sum(int start, int length)
        {
            var sum = 0L;
            foreach (var index in _indices.AsSpan(start, length))
            {
                sum += _drawn[index];
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

        // Draws features without replacement until enough were considered and one of them splits.
        private Split? BestSplit(int start, int length)
        {
            var total = Sum(start, length);
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

        private Split? BestSplitOf(int feature, int start, int length, long total)
        {
            Count(feature, start, length);
            var (bestScore, bestLevel, bestNext) = (Purity(total) + LeastGain, -1, -1);
            var (left, before) = (0L, -1);
            for (var word = 0; word < _levels.Length; word++)
            {
                for (var bits = _levels[word]; bits != 0; bits &= bits - 1)
                {
                    var level = (word * 64) + BitOperations.TrailingZeroCount(bits);
                    if (before >= 0)
                    {
                        var score = Purity(left) + Purity(total - left);
                        (bestScore, bestLevel, bestNext) = score > bestScore ? (score, before, level) : (bestScore, bestLevel, bestNext);
                    }

                    (left, before) = (left + _atLevel[level], level);
                    _atLevel[level] = 0;
                }

                _levels[word] = 0;
            }

            // The midpoint between the two sides.
            return bestLevel < 0 ? null : new Split(feature, (byte)((bestLevel + bestNext - 1) / 2), bestScore);
        }

        // Counts the samples at each level and collects the levels that occur.
        private void Count(int feature, int start, int length)
        {
            var column = columns.AsSpan(feature * _count, _count);
            foreach (var index in _indices.AsSpan(start, length))
            {
                var level = column[index];
                _atLevel[level] += _drawn[index];
                _levels[level / 64] |= 1UL << level;
            }
        }

        // The number of samples minus its product with their Gini impurity, which a split should increase.
        private static double Purity(long sum)
        {
            double count = sum >> 32, inside = (int)sum, outside = count - inside;
            return ((inside * inside) + (outside * outside)) / count;
        }
    }
}
