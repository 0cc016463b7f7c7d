using System.Runtime.CompilerServices;

namespace MicroGenre.Signal;

/// <summary>Finds the smallest and greatest of many values.</summary>
/// <param name="capacity">Maximum number of values.</param>
internal sealed class Extremes(int capacity)
{
    /// <summary>Up to this many values, an insertion sort on the fly is faster; beyond it, sorting everything is.</summary>
    private const int MostKept = 48;

    private readonly float[] _values = new float[capacity];
    private readonly float[] _kept = new float[MostKept];

    /// <summary>The means of the <paramref name="count"/> smallest and of the <paramref name="count"/> greatest values.</summary>
    public (float Least, float Greatest) Means(ReadOnlySpan<float> values, int count)
    {
        if (count > MostKept)
        {
            var sorted = _values.AsSpan(0, values.Length);
            values.CopyTo(sorted);
            sorted.Sort();
            return (Mean(sorted[..count]), Mean(sorted[^count..]));
        }

        var negated = _values.AsSpan(0, values.Length);
        for (var i = 0; i < negated.Length; i++)
        {
            negated[i] = -values[i];
        }

        var kept = _kept.AsSpan(0, count);
        KeepLeast(values, kept);
        var least = Mean(kept);
        KeepLeast(negated, kept);
        return (least, -Mean(kept));
    }

    /// <summary>Finds the smallest values, in ascending order.</summary>
    [MethodImpl(Kernel.Compilation)]
    private static void KeepLeast(ReadOnlySpan<float> values, Span<float> kept)
    {
        values[..kept.Length].CopyTo(kept);
        kept.Sort();
        var greatest = kept[^1];
        foreach (var value in values[kept.Length..])
        {
            if (value >= greatest)
            {
                continue;
            }

            var at = kept.Length - 1;
            for (; at > 0 && kept[at - 1] > value; at--)
            {
                kept[at] = kept[at - 1];
            }

            kept[at] = value;
            greatest = kept[^1];
        }
    }

    private static float Mean(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return (float)(sum / values.Length);
    }
}
