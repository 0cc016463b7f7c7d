using MicroGenre.Evaluation.Metrics;

namespace MicroGenre.Benchmarks.Accuracy;

/// <summary>What was said of tracks.</summary>
/// <param name="Actual">The genre of each track.</param>
/// <param name="Probabilities">For each track the probability of each genre.</param>
internal sealed record Answers(IReadOnlyList<int> Actual, IReadOnlyList<float[]> Probabilities)
{
    /// <summary>1 for each track whose most probable genre is the right one, 0 for others.</summary>
    public double[] Hits => [.. Actual.Zip(Predicted, (actual, predicted) => actual == predicted ? 1.0 : 0)];

    public double LogLoss => ProbabilityMetrics.LogLoss([.. Actual], Flat, Classes);

    public double CalibrationError => ProbabilityMetrics.CalibrationError([.. Actual], Flat, Classes);

    /// <summary>Some of the tracks.</summary>
    public Answers Where(Func<int, bool> isWanted)
    {
        var wanted = Enumerable.Range(0, Actual.Count).Where(isWanted).ToList();
        return new Answers([.. wanted.Select(track => Actual[track])], [.. wanted.Select(track => Probabilities[track])]);
    }

    private int Classes => Probabilities[0].Length;

    private float[] Flat => [.. Probabilities.SelectMany(row => row)];

    private int[] Predicted => ProbabilityMetrics.Predict(Flat, Classes);
}
