using MathNet.Numerics;

namespace MicroGenre.Evaluation.Metrics;

/// <summary>The binomial distribution: the number of successes in independent trials with equal probability.</summary>
internal static class Binomial
{
    private const double InversionLimit = 10;

    /// <summary>Draws a sample. The cost does not grow with <paramref name="trials"/>.</summary>
    public static long Sample(long trials, double probability, Random random) => probability switch
    {
        <= 0 => 0,
        >= 1 => trials,
        > 0.5 => trials - Sample(trials, 1 - probability, random),
        _ => trials * probability < InversionLimit ? Invert(trials, probability, random) : Reject(trials, probability, random),
    };

    /// <summary>P(successes ≤ <paramref name="successes"/>).</summary>
    public static double Cumulative(long successes, long trials, double probability) =>
        successes >= trials ? 1 : SpecialFunctions.BetaRegularized(trials - successes, successes + 1, 1 - probability);

    // Sums the geometric gaps between successes: about trials · probability steps.
    private static long Invert(long trials, double probability, Random random)
    {
        var scale = Math.Log(1 - probability);
        long successes = 0;
        for (var position = Gap(); position <= trials; position += Gap())
        {
            successes++;
        }

        return successes;

        double Gap() => Math.Floor(Math.Log(1 - random.NextDouble()) / scale) + 1;
    }

    // Transformed rejection with squeeze (Hörmann 1993, algorithm BTRS).
    private static long Reject(long trials, double probability, Random random)
    {
        var q = 1 - probability;
        var deviation = Math.Sqrt(trials * probability * q);
        var b = 1.15 + (2.53 * deviation);
        var a = -0.0873 + (0.0248 * b) + (0.01 * probability);
        var c = (trials * probability) + 0.5;
        var squeeze = 0.92 - (4.2 / b);
        var alpha = (2.83 + (5.1 / b)) * deviation;
        var logOdds = Math.Log(probability / q);
        var mode = Math.Floor((trials + 1) * probability);
        var atMode = SpecialFunctions.GammaLn(mode + 1) + SpecialFunctions.GammaLn(trials - mode + 1);
        while (true)
        {
            var u = random.NextDouble() - 0.5;
            var v = random.NextDouble();
            var edge = 0.5 - Math.Abs(u);
            var k = Math.Floor((((2 * a / edge) + b) * u) + c);
            if (k < 0 || k > trials)
            {
                continue;
            }

            if (edge >= 0.07 && v <= squeeze)
            {
                return (long)k;
            }

            var bound = atMode - SpecialFunctions.GammaLn(k + 1) - SpecialFunctions.GammaLn(trials - k + 1) + ((k - mode) * logOdds);
            if (Math.Log(v * alpha / ((a / (edge * edge)) + b)) <= bound)
            {
                return (long)k;
            }
        }
    }
}
