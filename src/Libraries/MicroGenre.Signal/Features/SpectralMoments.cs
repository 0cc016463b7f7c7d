using System.Numerics;
using System.Runtime.CompilerServices;

namespace MicroGenre.Signal;

/// <summary>Computes moments of a frame's magnitude over its bins.</summary>
internal static class SpectralMoments
{
    /// <summary>The mean bin, weighted by magnitude, and the sum of magnitudes; both 0 for silence.</summary>
    [MethodImpl(Kernel.Compilation)]
    public static (double Centroid, double Total) Mean(ReadOnlySpan<float> magnitude)
    {
        var (totals, moments, bins) = (Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Indices);
        var (half, whole) = (new Vector<double>(Vector<double>.Count), new Vector<double>(Vector<float>.Count));
        var bin = 0;
        for (; bin <= magnitude.Length - Vector<float>.Count; bin += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(magnitude[bin..]), out var low, out var high);
            totals += low + high;
            moments += (low * bins) + (high * (bins + half));
            bins += whole;
        }

        var (total, moment) = (Vector.Sum(totals), Vector.Sum(moments));
        for (; bin < magnitude.Length; bin++)
        {
            total += magnitude[bin];
            moment += (double)magnitude[bin] * bin;
        }

        return (total > 0 ? moment / total : 0, total);
    }

    /// <summary>The sum over bins of their squared distance from the centroid, weighted by magnitude.</summary>
    [MethodImpl(Kernel.Compilation)]
    public static double SquaredDeviation(ReadOnlySpan<float> magnitude, double centroid)
    {
        var sums = Vector<double>.Zero;
        var deviation = Vector<double>.Indices - new Vector<double>(centroid);
        var (half, whole) = (new Vector<double>(Vector<double>.Count), new Vector<double>(Vector<float>.Count));
        var bin = 0;
        for (; bin <= magnitude.Length - Vector<float>.Count; bin += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(magnitude[bin..]), out var low, out var high);
            var upper = deviation + half;
            sums += (low * deviation * deviation) + (high * upper * upper);
            deviation += whole;
        }

        var sum = Vector.Sum(sums);
        for (; bin < magnitude.Length; bin++)
        {
            sum += magnitude[bin] * (bin - centroid) * (bin - centroid);
        }

        return sum;
    }

    /// <summary>The sum over bins of their distance from the centroid to a power, weighted by magnitude.</summary>
    public static double Deviation(ReadOnlySpan<float> magnitude, double centroid, double power)
    {
        var sum = 0.0;
        for (var bin = 0; bin < magnitude.Length; bin++)
        {
            sum += magnitude[bin] * Math.Pow(Math.Abs(bin - centroid), power);
        }

        return sum;
    }
}
