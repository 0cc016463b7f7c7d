using System.Numerics;
using System.Runtime.InteropServices;

namespace MicroGenre.Learning;

/// <summary>The few vector operations that classical learners spend their time in.</summary>
internal static class Vectors
{
    /// <summary>Σ aᵢ bᵢ.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var wideA = MemoryMarshal.Cast<double, Vector<double>>(a);
        var wideB = MemoryMarshal.Cast<double, Vector<double>>(b);
        var (first, second) = (Vector<double>.Zero, Vector<double>.Zero);
        var i = 0;
        for (; i + 1 < wideA.Length; i += 2)
        {
            first += wideA[i] * wideB[i];
            second += wideA[i + 1] * wideB[i + 1];
        }

        if (i < wideA.Length)
        {
            first += wideA[i] * wideB[i];
        }

        var sum = Vector.Sum(first + second);
        for (i = wideA.Length * Vector<double>.Count; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    /// <summary>y ← y + factor · x.</summary>
    public static void AddScaled(Span<double> y, double factor, ReadOnlySpan<double> x)
    {
        var wideY = MemoryMarshal.Cast<double, Vector<double>>(y);
        var wideX = MemoryMarshal.Cast<double, Vector<double>>(x);
        var wideFactor = new Vector<double>(factor);
        for (var i = 0; i < wideX.Length; i++)
        {
            wideY[i] += wideFactor * wideX[i];
        }

        for (var i = wideX.Length * Vector<double>.Count; i < x.Length; i++)
        {
            y[i] += factor * x[i];
        }
    }

    /// <summary>Σ (aᵢ − bᵢ)².</summary>
    public static double SquaredDistance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var wideA = MemoryMarshal.Cast<double, Vector<double>>(a);
        var wideB = MemoryMarshal.Cast<double, Vector<double>>(b);
        var sums = Vector<double>.Zero;
        for (var i = 0; i < wideA.Length; i++)
        {
            var difference = wideA[i] - wideB[i];
            sums += difference * difference;
        }

        var sum = Vector.Sum(sums);
        for (var i = wideA.Length * Vector<double>.Count; i < a.Length; i++)
        {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }

        return sum;
    }

    /// <summary>Turns scores into probabilities.</summary>
    public static void Softmax(Span<double> scores)
    {
        var greatest = double.NegativeInfinity;
        foreach (var score in scores)
        {
            greatest = Math.Max(greatest, score);
        }

        foreach (ref var score in scores)
        {
            score = Math.Exp(score - greatest);
        }

        Normalize(scores);
    }

    /// <summary>Divides by the sum.</summary>
    public static void Normalize(Span<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        foreach (ref var value in values)
        {
            value /= sum;
        }
    }

    /// <summary>The index of the largest value, the first of equal ones.</summary>
    public static int ArgMax(ReadOnlySpan<double> values)
    {
        var best = 0;
        for (var i = 1; i < values.Length; i++)
        {
            best = values[i] > values[best] ? i : best;
        }

        return best;
    }
}
