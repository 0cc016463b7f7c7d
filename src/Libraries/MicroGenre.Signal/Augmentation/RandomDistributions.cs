namespace MicroGenre.Signal;

/// <summary>Distributions that <see cref="Random"/> lacks.</summary>
internal static class RandomDistributions
{
    /// <summary>Draws from the standard normal distribution (Box and Muller 1958).</summary>
    public static double NextGaussian(this Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>Draws from the symmetric beta distribution, between 0 and 1.</summary>
    public static double NextBeta(this Random random, double alpha)
    {
        var (first, second) = (random.NextGamma(alpha), random.NextGamma(alpha));
        return first + second > 0 ? first / (first + second) : random.Next(2);
    }

    /// <summary>Draws from the gamma distribution of scale 1 (Marsaglia and Tsang 2000).</summary>
    private static double NextGamma(this Random random, double shape)
    {
        if (shape < 1)
        {
            return random.NextGamma(shape + 1) * Math.Pow(1 - random.NextDouble(), 1 / shape);
        }

        var d = shape - (1.0 / 3);
        while (true)
        {
            var x = random.NextGaussian();
            var v = Math.Pow(1 + (x / Math.Sqrt(9 * d)), 3);
            if (v > 0 && Math.Log(1 - random.NextDouble()) < (0.5 * x * x) + d - (d * v) + (d * Math.Log(v)))
            {
                return d * v;
            }
        }
    }
}
