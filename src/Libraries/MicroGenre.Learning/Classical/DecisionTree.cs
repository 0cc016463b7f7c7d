namespace MicroGenre.Learning;

/// <summary>The impurity that a split minimises.</summary>
public enum SplitCriterion
{
    /// <summary>Gini impurity, 1 − Σ pᵢ².</summary>
    Gini,

    /// <summary>Entropy, −Σ pᵢ log₂ pᵢ.</summary>
    Entropy,
}

/// <summary>A classification tree (CART), limited by depth and leaf size.</summary>
public sealed record DecisionTree : ILearner
{
    /// <summary>The impurity that splits minimise.</summary>
    public SplitCriterion Criterion { get; init; } = SplitCriterion.Gini;

    /// <summary>Maximum number of splits from the root to a leaf; <see langword="null"/> for no limit.</summary>
    public int? MaxDepth { get; init; }

    /// <summary>Minimum number of samples in a leaf.</summary>
    public int MinSamplesLeaf { get; init; } = 1;

    /// <summary>Minimum number of samples in a node that is split.</summary>
    public int MinSamplesSplit { get; init; } = 2;

    /// <summary>Number of features, drawn at random, that are considered at each node; <see langword="null"/> for all.</summary>
    public int? MaxFeatures { get; init; }

    /// <inheritdoc/>
    public IPredictor Fit(Samples samples, IReadOnlyList<int> labels, int classes, FitOptions options)
    {
        Predictors.CheckFit(samples, labels, classes);
        Check();
        var weights = new int[samples.Count];
        Array.Fill(weights, 1);
        var grower = new TreeGrower(new SplitData(samples, labels, classes, Criterion, options), weights, this,
            new SeededRandom(options.Seed), options.Cancellation);
        return new Predictor(grower.Grow().Nodes);
    }

    /// <inheritdoc/>
    public IPredictor Load(IReadOnlyDictionary<string, TensorData> weights) => new Predictor(TreeNodes.From(weights));

    internal void Check()
    {
        Predictors.Require(MaxDepth is null or >= 1, "maxDepth must be at least 1");
        Predictors.Require(MinSamplesLeaf >= 1, "minSamplesLeaf must be at least 1");
        Predictors.Require(MinSamplesSplit >= 2, "minSamplesSplit must be at least 2");
        Predictors.Require(MaxFeatures is null or >= 1, "maxFeatures must be at least 1");
    }

    private sealed class Predictor(TreeNodes nodes) : IPredictor
    {
        public int Classes => nodes.Classes;

        public void Predict(ReadOnlySpan<double> sample, Span<double> probabilities)
        {
            probabilities.Clear();
            nodes.AddShares(0, sample, probabilities);
        }

        public IReadOnlyDictionary<string, TensorData> Weights() => nodes.Weights();
    }
}
