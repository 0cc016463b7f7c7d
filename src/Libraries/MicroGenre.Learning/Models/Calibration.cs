namespace MicroGenre.Learning;

/// <summary>
/// Temperature scaling (Guo et al., 2017): how a model's probabilities are made to say how often it is right. It never changes which genre
/// is the most probable.
/// </summary>
/// <param name="Temperature">What the logarithms of probabilities are divided by: above 1 for a model that is too sure of itself, below 1
/// for one that is not sure enough.</param>
/// <param name="UncertainBelow">An answer is uncertain when its most probable genre is less probable than this, 0 to 1.</param>
/// <param name="Tracks">The number of tracks that both were chosen by.</param>
public sealed record Calibration(double Temperature, double UncertainBelow, int Tracks)
{
    /// <summary>
    /// Learners that vote give some genres no chance at all, and no temperature mends the logarithm of 0: lower probabilities count as
    /// this.
    /// </summary>
    internal const double SmallestProbability = 1e-6;

    private const double LowestTemperature = 0.05;
    private const double HighestTemperature = 20;


    /// <summary>
    /// Chooses the temperature, from 0.05 to 20, with the least log loss, as if one track more were of all genres to equal parts (so that
    /// few tracks, all classified rightly, make no model sure of everything; Platt, 1999); and the probability below which answers are
    /// called uncertain so that the share of wrong answers called so plus the share of right answers not called so is greatest (Youden's
    /// index).
    /// </summary>
    /// <param name="actual">The genre of each track.</param>
    /// <param name="probabilities">For each track the probability of each genre, by a model that has not learnt from it.</param>
    /// <param name="weights">
    /// How many tracks each counts as, above 0; one unless told. Tracks of one artist stand or fall together: where each counts as its
    /// share of its artist's, the answers about an artist with many tracks do not decide alone.
    /// </param>
    /// <exception cref="ArgumentException">No track, or not as many genres or weights as rows of probabilities.</exception>
    public static Calibration Fit(
        IReadOnlyList<int> actual, IReadOnlyList<float[]> probabilities, IReadOnlyList<double>? weights = null)
    {
        weights ??= [.. actual.Select(_ => 1.0)];
        if (actual.Count == 0 || actual.Count != probabilities.Count || actual.Count != weights.Count)
        {
            throw new ArgumentException(
                $"A calibration needs tracks with their probabilities: {actual.Count} and {probabilities.Count} came, with {weights.Count} "
                + "weights.", nameof(actual));
        }

        var temperature = FitTemperature(actual, [.. probabilities.Select(Logarithms)], weights);
        var calibrated = new Calibration(temperature, 0, actual.Count);
        return calibrated with { UncertainBelow = FitThreshold(actual, [.. probabilities.Select(calibrated.Apply)], weights) };
    }

    /// <summary>The probabilities as they should be; they sum to 1.</summary>
    public float[] Apply(float[] probabilities)
    {
        var scaled = Softmax(Logarithms(probabilities), 1 / Temperature);
        return Array.ConvertAll(scaled, value => (float)value);
    }

    /// <summary>Whether an answer with these (calibrated) probabilities is uncertain.</summary>
    public bool IsUncertain(IEnumerable<float> probabilities) => probabilities.Max() < UncertainBelow;

    /// <summary>Whether its values are in range.</summary>
    internal bool IsPossible => Temperature is >= LowestTemperature and <= HighestTemperature && UncertainBelow is >= 0 and <= 1;

    // The log loss is convex in the temperature's inverse: where its slope changes its sign it is least.
    private static double FitTemperature(IReadOnlyList<int> actual, double[][] logarithms, IReadOnlyList<double> weights)
    {
        const int Halvings = 60;
        var doubt = 1.0 / (weights.Sum() + 1);
        var (low, high) = (1 / HighestTemperature, 1 / LowestTemperature);
        for (var i = 0; i < Halvings; i++)
        {
            var middle = Math.Sqrt(low * high);
            var slope = logarithms
                .Select((row, track) => weights[track] * (Softmax(row, middle).Zip(row, (p, logarithm) => p * logarithm)
                    .Sum() - ((1 - doubt) * row[actual[track]]) - (doubt * row.Average())))
                .Sum();
            (low, high) = slope > 0 ? (low, middle) : (middle, high);
        }

        return 1 / Math.Sqrt(low * high);
    }

    // From the least sure answer upwards, each answer that the threshold passes counts: a wrong one for it, a right one against it.
    private static double FitThreshold(IReadOnlyList<int> actual, float[][] probabilities, IReadOnlyList<double> weights)
    {
        var answers = probabilities
            .Select((row, track) => (Top: row.Max(), Right: Scores.ArgMax(row) == actual[track], Weight: weights[track]))
            .OrderBy(answer => answer.Top).ToList();
        var right = Total(answers.Where(answer => answer.Right).Select(answer => answer.Weight));
        var wrong = Total(answers.Where(answer => !answer.Right).Select(answer => answer.Weight));
        var (best, threshold, sum) = (0.0, 0.0, 0.0);
        for (var i = 0; i < answers.Count; i++)
        {
            sum += answers[i].Right ? -answers[i].Weight / right : answers[i].Weight / wrong;
            var next = i + 1 < answers.Count ? answers[i + 1].Top : 1;
            if (sum > best + 1e-12 && next > answers[i].Top)
            {
                (best, threshold) = (sum, ((double)answers[i].Top + next) / 2);
            }
        }

        return threshold;
    }

    // Where there are none, nothing is divided by it.
    private static double Total(IEnumerable<double> weights) => weights.Sum() is > 0 and var total ? total : 1;

    private static double[] Logarithms(float[] probabilities) =>
        Array.ConvertAll(probabilities, p => Math.Log(Math.Max(p, SmallestProbability)));

    private static double[] Softmax(double[] logarithms, double factor)
    {
        var greatest = logarithms.Max();
        var powers = Array.ConvertAll(logarithms, value => Math.Exp((value - greatest) * factor));
        var sum = powers.Sum();
        return Array.ConvertAll(powers, value => value / sum);
    }
}
