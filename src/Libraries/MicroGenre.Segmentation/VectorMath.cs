using System.Numerics;
using System.Runtime.InteropServices;

namespace MicroGenre.Segmentation;

/// <summary>Sums and products of arrays, vectorised.</summary>
internal static class VectorMath
{
    /// <summary>The inner product of two arrays of equal length.</summary>
    public static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        var width = Vector<double>.Count;
        var (sum0, sum1, sum2, sum3) = (Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Zero);
        var at = 0;
        for (; at <= left.Length - (4 * width); at += 4 * width)
        {
            sum0 += Load(left, at) * Load(right, at);
            sum1 += Load(left, at + width) * Load(right, at + width);
            sum2 += Load(left, at + (2 * width)) * Load(right, at + (2 * width));
            sum3 += Load(left, at + (3 * width)) * Load(right, at + (3 * width));
        }

        var sum = Vector.Sum(sum0 + sum1 + (sum2 + sum3));
        for (; at < left.Length; at++)
        {
            sum += left[at] * right[at];
        }

        return sum;
    }

    /// <summary>Adds <paramref name="scale"/> times an array to another of equal length.</summary>
    public static void AddScaled(double scale, ReadOnlySpan<double> values, Span<double> destination)
    {
        var width = Vector<double>.Count;
        var at = 0;
        for (; at <= values.Length - width; at += width)
        {
            (Load(destination, at) + (scale * Load(values, at))).CopyTo(destination[at..]);
        }

        for (; at < values.Length; at++)
        {
            destination[at] += scale * values[at];
        }
    }

    /// <summary>The sum of an array, in order.</summary>
    public static double Sum(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum;
    }

    /// <summary>Loads a vector of values from <paramref name="at"/> on.</summary>
    public static Vector<double> Load(ReadOnlySpan<double> values, int at) =>
        MemoryMarshal.Read<Vector<double>>(MemoryMarshal.AsBytes(values.Slice(at, Vector<double>.Count)));
}
