namespace MicroGenre.Learning;

/// <summary>
/// A small random generator whose sequence depends only on its seeds, on every machine and version of .NET (SplitMix64, Steele, Lea and
/// Flood 2014). Any number of seeds can be combined, so each epoch, tree or thread gets an independent generator, and a resumed run needs
/// no saved state.
/// </summary>
internal sealed class SeededRandom
{
    private ulong _state;

    public SeededRandom(params ReadOnlySpan<int> seeds)
    {
        foreach (var seed in seeds)
        {
            _state ^= (uint)seed;
            _state = NextUInt64();
        }
    }

    /// <summary>Draws uniformly from [0, 1).</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Draws uniformly from 0 … <paramref name="exclusiveMaximum"/> − 1.</summary>
    public int Next(int exclusiveMaximum) => (int)(NextDouble() * exclusiveMaximum);

    /// <summary>Draws a non-negative seed for another generator.</summary>
    public int NextSeed() => (int)(NextUInt64() >> 33);

    /// <summary>Draws from the standard normal distribution (Box and Muller).</summary>
    public double NextNormal() => Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    /// <summary>Draws from the gamma distribution with scale 1 (Marsaglia and Tsang 2000).</summary>
    public double NextGamma(double shape)
    {
        if (shape < 1)
        {
            return NextGamma(shape + 1) * Math.Pow(1 - NextDouble(), 1 / shape);
        }

        var d = shape - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = NextNormal();
            var v = Math.Pow(1 + (c * x), 3);
            if (v > 0 && Math.Log(1 - NextDouble()) < (0.5 * x * x) + d - (d * v) + (d * Math.Log(v)))
            {
                return d * v;
            }
        }
    }

    /// <summary>Draws from the symmetric beta distribution, in [0, 1].</summary>
    public double NextBeta(double shape)
    {
        var first = NextGamma(shape);
        var second = NextGamma(shape);
        return first + second > 0 ? first / (first + second) : 0.5;
    }

    /// <summary>Shuffles items in place (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var last = items.Length - 1; last > 0; last--)
        {
            var other = Next(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }

    /// <summary>The numbers 0 … <paramref name="count"/> − 1 in random order.</summary>
    public int[] Permutation(int count)
    {
        var order = Enumerable.Range(0, count).ToArray();
        Shuffle(order.AsSpan());
        return order;
    }

    private ulong NextUInt64()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
