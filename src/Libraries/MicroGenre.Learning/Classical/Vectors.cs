using System.Numerics;
using System.Runtime.InteropServices;

namespace MicroGenre.Learning;

/// <summary>Vector operations in the inner loops of classical learners.</summary>
internal static class Vectors
{
    /// <summary>The scalar product Σ aᵢ bᵢ.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var wideA = Wide(a);
        var wideB = Wide(b);
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
        var wideX = Wide(x);
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
        var wideA = Wide(a);
        var wideB = Wide(b);
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

    /// <summary>Σ wᵢ (aᵢ − bᵢ)².</summary>
    public static double WeightedSquaredDistance(ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> weight)
    {
        var wideA = Wide(a);
        var wideB = Wide(b);
        var wideWeight = Wide(weight);
        var sums = Vector<double>.Zero;
        for (var i = 0; i < wideA.Length; i++)
        {
            var difference = wideA[i] - wideB[i];
            sums += difference * difference * wideWeight[i];
        }

        var sum = Vector.Sum(sums);
        for (var i = wideA.Length * Vector<double>.Count; i < a.Length; i++)
        {
            sum += (a[i] - b[i]) * (a[i] - b[i]) * weight[i];
        }

        return sum;
    }

    /// <summary>y ← y + (a − b)², value by value.</summary>
    public static void AddSquaredDifference(Span<double> y, ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var wideY = MemoryMarshal.Cast<double, Vector<double>>(y);
        var wideA = Wide(a);
        var wideB = Wide(b);
        for (var i = 0; i < wideY.Length; i++)
        {
            var difference = wideA[i] - wideB[i];
            wideY[i] += difference * difference;
        }

        for (var i = wideY.Length * Vector<double>.Count; i < y.Length; i++)
        {
            y[i] += (a[i] - b[i]) * (a[i] - b[i]);
        }
    }

    /// <summary>values ← (values − mean) / scale, value by value.</summary>
    public static void Standardize(Span<double> values, ReadOnlySpan<double> mean, ReadOnlySpan<double> scale)
    {
        var wide = MemoryMarshal.Cast<double, Vector<double>>(values);
        var wideMean = Wide(mean);
        var wideScale = Wide(scale);
        for (var i = 0; i < wide.Length; i++)
        {
            wide[i] = (wide[i] - wideMean[i]) / wideScale[i];
        }

        for (var i = wide.Length * Vector<double>.Count; i < values.Length; i++)
        {
            values[i] = (values[i] - mean[i]) / scale[i];
        }
    }

    /// <summary>Σ |aᵢ − bᵢ|ᵖ.</summary>
    public static double PowerSum(ReadOnlySpan<double> a, ReadOnlySpan<double> b, double power)
    {
        const int mostMultiplications = 8;
        var sum = 0.0;
        var i = 0;
        if (power <= mostMultiplications && power == Math.Floor(power))
        {
            var wideA = Wide(a);
            var wideB = Wide(b);
            var sums = Vector<double>.Zero;
            for (; i < wideA.Length; i++)
            {
                var difference = Vector.Abs(wideA[i] - wideB[i]);
                var product = difference;
                for (var factors = 1; factors < (int)power; factors++)
                {
                    product *= difference;
                }

                sums += product;
            }

            (sum, i) = (Vector.Sum(sums), i * Vector<double>.Count);
        }

        for (; i < a.Length; i++)
        {
            sum += Math.Pow(Math.Abs(a[i] - b[i]), power);
        }

        return sum;
    }

    /// <summary>Sets values to 0 where the gate is not above 0.</summary>
    public static void Rectify(Span<double> values, ReadOnlySpan<double> gate)
    {
        var wide = MemoryMarshal.Cast<double, Vector<double>>(values);
        var wideGate = Wide(gate);
        for (var i = 0; i < wide.Length; i++)
        {
            wide[i] = Vector.ConditionalSelect(Vector.GreaterThan(wideGate[i], Vector<double>.Zero), wide[i], Vector<double>.Zero);
        }

        for (var i = wide.Length * Vector<double>.Count; i < values.Length; i++)
        {
            values[i] = gate[i] > 0 ? values[i] : 0;
        }
    }

    /// <summary>values ← exp(values).</summary>
    public static void Exp(Span<double> values)
    {
        var wide = MemoryMarshal.Cast<double, Vector<double>>(values);
        foreach (ref var value in wide)
        {
            value = Vector.Exp(value);
        }

        foreach (ref var value in values[(wide.Length * Vector<double>.Count)..])
        {
            value = Math.Exp(value);
        }
    }

    /// <summary>Σ xᵢ.</summary>
    public static double Sum(ReadOnlySpan<double> values)
    {
        var wide = Wide(values);
        var sums = Vector<double>.Zero;
        foreach (var value in wide)
        {
            sums += value;
        }

        var sum = Vector.Sum(sums);
        foreach (var value in values[(wide.Length * Vector<double>.Count)..])
        {
            sum += value;
        }

        return sum;
    }

    /// <summary>Whether every value is a finite number.</summary>
    public static bool AreFinite(ReadOnlySpan<double> values)
    {
        // x − x is 0 unless x is infinite or NaN.
        var wide = Wide(values);
        var differences = Vector<double>.Zero;
        foreach (var value in wide)
        {
            differences += value - value;
        }

        var sum = Vector.Sum(differences);
        foreach (var value in values[(wide.Length * Vector<double>.Count)..])
        {
            sum += value - value;
        }

        return sum == 0;
    }

    /// <summary>Turns scores into probabilities by softmax.</summary>
    public static void Softmax(Span<double> scores) => Softmax(scores, scores.Length);

    /// <summary>Turns each row's scores into probabilities by softmax.</summary>
    /// <param name="scores"><c>[rows, classes]</c>.</param>
    /// <param name="classes">Number of scores per row.</param>
    public static void Softmax(Span<double> scores, int classes)
    {
        for (var start = 0; start < scores.Length; start += classes)
        {
            var row = scores.Slice(start, classes);
            var greatest = row[ArgMax(row)];
            foreach (ref var score in row)
            {
                score -= greatest;
            }
        }

        Exp(scores);
        for (var start = 0; start < scores.Length; start += classes)
        {
            Normalize(scores.Slice(start, classes));
        }
    }

    /// <summary>Divides values by their sum.</summary>
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

    /// <summary>The index of the greatest value; the first if several are equal.</summary>
    public static int ArgMax(ReadOnlySpan<double> values)
    {
        var best = 0;
        for (var i = 1; i < values.Length; i++)
        {
            best = values[i] > values[best] ? i : best;
        }

        return best;
    }

    private static ReadOnlySpan<Vector<double>> Wide(ReadOnlySpan<double> values) => MemoryMarshal.Cast<double, Vector<double>>(values);
}
