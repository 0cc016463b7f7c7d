namespace MicroGenre.Learning;

/// <summary>
/// Calibrates probabilities by temperature scaling (Guo et al., 2017), so that they state how often the model is right. It never changes
/// the order of genres.
/// </summary>
/// <param name="Temperature">Divides the logarithms of the probabilities: above 1 for an overconfident model, below 1 for an underconfident
/// one.</param>
/// <param name="UncertainBelow">An answer is uncertain if the probability of its most probable genre is lower than this, 0 to 1.</param>
/// <param name="Tracks">Number of tracks that the calibration was fitted to.</param>
public sealed record Calibration(double Temperature, double UncertainBelow, int Tracks)
{
    /// <summary>Lower limit of probabilities: learners that vote can return 0, whose logarithm no temperature can scale.</summary>
    internal const double SmallestProbability = 1e-6;

    private const double LowestTemperature = 0.05;
    private const double HighestTemperature = 20;


    /// <summary>Fits a calibration.</summary>
    /// <remarks>
    /// The temperature, from 0.05 to 20, minimises the log loss. One additional track that belongs equally to all genres keeps a model with
    /// few, all correct answers from becoming certain (Platt, 1999). The threshold for uncertain answers maximises the share of wrong
    /// answers below it plus the share of right answers above it (Youden's index).
    /// </remarks>
    /// <param name="actual">The genre of each track.</param>
    /// <param name="probabilities">The probability of each genre for each track, from a model that was not trained on the track.</param>
    /// <param name="weights">The weight of each track, above 0; 1 by default. Tracks of one artist tend to be right or wrong together, so
    /// weighting each by its share of its artist's tracks keeps artists with many tracks from dominating.</param>
    /// <exception cref="ArgumentException">There are no tracks, or the numbers of genres, weights and probabilities differ.</exception>
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

    /// <summary>Calibrates probabilities; the result sums to 1.</summary>
    public float[] Apply(float[] probabilities)
    {
        var scaled = Softmax(Logarithms(probabilities), 1 / Temperature);
        return Array.ConvertAll(scaled, value => (float)value);
    }

    /// <summary>Whether an answer with these calibrated probabilities is uncertain.</summary>
    public bool IsUncertain(IEnumerable<float> probabilities) => probabilities.Max() < UncertainBelow;

    /// <summary>Whether the values are in range.</summary>
    internal bool IsPossible => Temperature is >= LowestTemperature and <= HighestTemperature && UncertainBelow is >= 0 and <= 1;

    // The log loss is convex in the inverse temperature: it is minimal where its slope changes sign.
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

    // Moves the threshold up from the least certain answer: each wrong answer that it passes is a gain, each right one a loss.
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

    // Avoids a division by zero if there are none.
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
