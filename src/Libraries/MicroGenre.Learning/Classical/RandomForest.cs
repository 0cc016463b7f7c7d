namespace MicroGenre.Learning;

/// <summary>
/// Random forest (Breiman 2001): trees grown on bootstrap samples, with random features at every node. Their class shares are averaged.
/// </summary>
/// <example><code>
/// double[][] rows = [[0, 1], [1, 0], [0, 2], [2, 0]];
/// var predictor = new RandomForest { Trees = 50 }.Fit(Samples.Of(rows), [0, 1, 0, 1], classes: 2, new FitOptions(Seed: 1));
/// var accuracy = predictor.Accuracy(Samples.Of(rows), [0, 1, 0, 1]);
/// </code></example>
public sealed record RandomForest : ILearner
{
    /// <summary>Number of trees.</summary>
    public int Trees { get; init; } = 100;

    /// <summary>The impurity that splits minimise.</summary>
    public SplitCriterion Criterion { get; init; } = SplitCriterion.Gini;

    /// <summary>Maximum depth of a tree; <see langword="null"/> for no limit.</summary>
    public int? MaxDepth { get; init; }

    /// <summary>Minimum number of samples in a leaf.</summary>
    public int MinSamplesLeaf { get; init; } = 1;

    /// <summary>Number of features considered at each node; <see langword="null"/> for the square root of all.</summary>
    public int? MaxFeatures { get; init; }

    /// <inheritdoc/>
    public IPredictor Fit(Samples samples, IReadOnlyList<int> labels, int classes, FitOptions options) =>
        FitForest(samples, labels, classes, options);

    /// <inheritdoc cref="Fit"/>
    public FittedForest FitForest(Samples samples, IReadOnlyList<int> labels, int classes, FitOptions options)
    {
        Predictors.CheckFit(samples, labels, classes);
        Predictors.Require(Trees >= 1, "trees must be at least 1");
        var tree = new DecisionTree
        {
            Criterion = Criterion,
            MaxDepth = MaxDepth,
            MinSamplesLeaf = MinSamplesLeaf,
            MaxFeatures = MaxFeatures ?? Math.Max(1, (int)Math.Sqrt(samples.Width)),
        };
        tree.Check();
        var data = new SplitData(samples, labels, classes, Criterion, options);
        var growers = new TreeGrower[Trees];
        var drawn = new int[Trees][];
        options.For(0, Trees, t =>
        {
            var random = new SeededRandom(options.Seed, t);
            drawn[t] = new int[samples.Count];
            for (var i = 0; i < samples.Count; i++)
            {
                drawn[t][random.Next(samples.Count)]++;
            }

            growers[t] = new TreeGrower(data, drawn[t], tree, random, options.Cancellation).Grow();
        });

        return new FittedForest(
            [.. growers.Select(grower => grower.Nodes)],
            OutOfBagScore(samples, labels, classes, growers, drawn),
            Importances(growers, samples.Width));
    }

    /// <inheritdoc/>
    public IPredictor Load(IReadOnlyDictionary<string, TensorData> weights) => FittedForest.From(weights);

    private static double OutOfBagScore(Samples samples, IReadOnlyList<int> labels, int classes, TreeGrower[] growers, int[][] drawn)
    {
        var sums = new double[samples.Count * classes];
        for (var t = 0; t < growers.Length; t++)
        {
            for (var i = 0; i < samples.Count; i++)
            {
                if (drawn[t][i] == 0)
                {
                    growers[t].Nodes.AddShares(0, samples.Row(i), sums.AsSpan(i * classes, classes));
                }
            }
        }

        var (right, judged) = (0, 0);
        for (var i = 0; i < samples.Count; i++)
        {
            var row = sums.AsSpan(i * classes, classes);
            judged += Vectors.Sum(row) > 0 ? 1 : 0;
            right += Vectors.Sum(row) > 0 && Vectors.ArgMax(row) == labels[i] ? 1 : 0;
        }

        return judged > 0 ? (double)right / judged : double.NaN;
    }

    private static double[] Importances(TreeGrower[] growers, int width)
    {
        var sums = new double[width];
        foreach (var importances in growers.Select(grower => grower.Importances).Where(importances => importances.Sum() > 0))
        {
            Vectors.AddScaled(sums, 1 / importances.Sum(), importances);
        }

        if (sums.Sum() > 0)
        {
            Vectors.Normalize(sums);
        }

        return sums;
    }
}

/// <summary>A fitted forest.</summary>
public sealed class FittedForest : IBatchPredictor
{
    private readonly TreeNodes _nodes;
    private readonly int[] _roots;

    internal FittedForest(IReadOnlyList<TreeNodes> trees, double outOfBagScore, double[] importances)
    {
        _nodes = new TreeNodes(trees[0].Classes);
        _roots = [.. trees.Select(_nodes.Append)];
        (OutOfBagScore, Importances) = (outOfBagScore, importances);
    }

    private FittedForest(TreeNodes nodes, int[] roots, double outOfBagScore, double[] importances) =>
        (_nodes, _roots, OutOfBagScore, Importances) = (nodes, roots, outOfBagScore, importances);

    /// <summary>
    /// Out-of-bag accuracy, 0 to 1: each sample is predicted by the trees that did not see it; NaN if every tree saw every sample.
    /// </summary>
    public double OutOfBagScore { get; }

    /// <summary>
    /// Each feature's contribution to the decrease of impurity, <c>[width]</c>; they sum to 1, or are 0 if no tree has a split.
    /// </summary>
    public double[] Importances { get; }

    /// <inheritdoc/>
    public int Classes => _nodes.Classes;

    /// <inheritdoc/>
    public void Predict(ReadOnlySpan<double> sample, Span<double> probabilities)
    {
        probabilities.Clear();
        foreach (var root in _roots)
        {
            _nodes.AddShares(root, sample, probabilities);
        }

        Vectors.Normalize(probabilities);
    }

    /// <inheritdoc/>
    double[] IBatchPredictor.PredictAll(Samples samples)
    {
        var probabilities = new double[samples.Count * Classes];
        foreach (var root in _roots)
        {
            for (var i = 0; i < samples.Count; i++)
            {
                _nodes.AddShares(root, samples.Row(i), probabilities.AsSpan(i * Classes, Classes));
            }
        }

        for (var i = 0; i < samples.Count; i++)
        {
            Vectors.Normalize(probabilities.AsSpan(i * Classes, Classes));
        }

        return probabilities;
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, TensorData> Weights()
    {
        var weights = _nodes.Weights();
        weights["roots"] = new TensorData([.. _roots.Select(root => (long)root)], _roots.Length);
        weights["outOfBagScore"] = new TensorData([OutOfBagScore], 1);
        weights["importances"] = new TensorData(Importances, Importances.Length);
        return weights;
    }

    internal static FittedForest From(IReadOnlyDictionary<string, TensorData> weights) => new(
        TreeNodes.From(weights),
        Array.ConvertAll(weights.Require("roots").ToInt64(), root => (int)root),
        weights.Require("outOfBagScore").ToDouble()[0],
        weights.Require("importances").ToDouble());
}
