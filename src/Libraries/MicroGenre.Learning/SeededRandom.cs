namespace MicroGenre.Learning;

/// <summary>
/// A small random generator whose sequence depends on its seeds alone, on every machine and version of .NET (SplitMix64, Steele, Lea and
/// Flood 2014). Because any number of seeds can be combined, work that is split over epochs, trees or threads gets an independent generator
/// for each part, and a resumed run needs no saved generator state.
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

    /// <summary>Uniform in [0, 1).</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in 0 … <paramref name="exclusiveMaximum"/> − 1.</summary>
    public int Next(int exclusiveMaximum) => (int)(NextDouble() * exclusiveMaximum);

    /// <summary>A non-negative number to seed another generator with.</summary>
    public int NextSeed() => (int)(NextUInt64() >> 33);

    /// <summary>From the standard normal distribution (Box and Muller).</summary>
    public double NextNormal() => Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    /// <summary>From the gamma distribution with scale 1 (Marsaglia and Tsang 2000).</summary>
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

    /// <summary>From the symmetric beta distribution, in [0, 1].</summary>
    public double NextBeta(double shape)
    {
        var first = NextGamma(shape);
        var second = NextGamma(shape);
        return first + second > 0 ? first / (first + second) : 0.5;
    }

    /// <summary>Puts the items in random order (Fisher and Yates).</summary>
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
