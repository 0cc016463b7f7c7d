using MathNet.Numerics.Integration;

namespace MicroGenre.Learning;

/// <summary>
/// The logit of the mean of several spans' probabilities, as a function of the spans' scores. For one span it is linear in them. For more,
/// it is divided by integrated gradients along the straight way from the scores of average music (Sundararajan, Taly and Yan, 2017), whose
/// parts add up to the whole.
/// </summary>
/// <param name="scores">For each span the score of each class, <c>[spans][classes]</c>.</param>
/// <param name="bias">The scores of average music; −∞ for a class that is never predicted.</param>
/// <param name="genre">The class, one that is predicted.</param>
internal sealed class PooledScores(IReadOnlyList<double[]> scores, IReadOnlyList<double> bias, int genre)
{
    private const int Nodes = 32;

    private readonly int[] _classes = [.. Enumerable.Range(0, bias.Count).Where(label => double.IsFinite(bias[label]))];

    /// <summary>The logit and the part of it that average music would have.</summary>
    public LogitParts Parts => new(LogitAt(1), LogitAt(0));

    /// <summary>What each score adds for each unit above average music's, <c>[spans][classes]</c>.</summary>
    public double[][] Gradients()
    {
        double[][] sums = [.. scores.Select(_ => new double[bias.Count])];
        if (scores.Count == 1)
        {
            AddGradients(1, 1, sums);
            return sums;
        }

        var rule = new GaussLegendreRule(0, 1, Nodes);
        for (var node = 0; node < Nodes; node++)
        {
            AddGradients(rule.GetAbscissa(node), rule.GetWeight(node), sums);
        }

        return sums;
    }

    private double LogitAt(double part)
    {
        var probabilities = ProbabilitiesAt(part);
        double Logarithm(int label) => Math.Log(probabilities.Sum(span => span[label]));
        return Logarithm(genre) - _classes.Average(Logarithm);
    }

    // The derivative of ln Σ p(genre) by the score of a class in a span is r(genre) · ((class is genre) − p(class)), where r is the span's
    // share of the sum; the logit is it less its mean over genres.
    private void AddGradients(double part, double weight, double[][] sums)
    {
        var probabilities = ProbabilitiesAt(part);
        double[] totals = [.. bias.Select((_, label) => probabilities.Sum(span => span[label]))];
        for (var span = 0; span < sums.Length; span++)
        {
            var row = probabilities[span];
            var total = (row[genre] / totals[genre]) - _classes.Average(label => row[label] / totals[label]);
            foreach (var label in _classes)
            {
                var own = (label == genre ? row[genre] / totals[genre] : 0) - (row[label] / totals[label] / _classes.Length);
                sums[span][label] += weight * (own - (total * row[label]));
            }
        }
    }

    private double[][] ProbabilitiesAt(double part) =>
    [
        .. scores.Select(span =>
        {
            double[] at = [.. span.Select(
                (score, label) => double.IsFinite(bias[label]) ? bias[label] + (part * (score - bias[label])) : double.NegativeInfinity)];
            Vectors.Softmax(at);
            return at;
        }),
    ];
}
