using System.Numerics;
using System.Runtime.CompilerServices;

namespace MicroGenre.Signal;

/// <summary>Adjusts the level of samples and removes what is not sound. All methods work in place.</summary>
public static class Level
{
    /// <summary>The index of the first sample that is not a finite number; −1 if all are finite.</summary>
    [MethodImpl(Kernel.Compilation)]
    public static int IndexOfNonFinite(ReadOnlySpan<float> samples)
    {
        // Only finite numbers give 0 when multiplied by 0.
        var i = 0;
        while (i <= samples.Length - Vector<float>.Count && Vector.EqualsAll(new Vector<float>(samples[i..]) * 0, Vector<float>.Zero))
        {
            i += Vector<float>.Count;
        }

        while (i < samples.Length && float.IsFinite(samples[i]))
        {
            i++;
        }

        return i < samples.Length ? i : -1;
    }

    /// <summary>Replaces samples that are not finite numbers with silence. Returns their number.</summary>
    public static int RemoveNonFinite(Span<float> samples)
    {
        var count = 0;
        foreach (ref var sample in samples)
        {
            if (!float.IsFinite(sample))
            {
                sample = 0;
                count++;
            }
        }

        return count;
    }

    /// <summary>Removes the mean of the samples (DC offset).</summary>
    public static void RemoveDc(Span<float> samples)
    {
        var sum = 0.0;
        foreach (var sample in samples)
        {
            sum += sample;
        }

        var mean = (float)(samples.IsEmpty ? 0 : sum / samples.Length);
        foreach (ref var sample in samples)
        {
            sample -= mean;
        }
    }

    /// <summary>Scales samples so that the greatest magnitude is <paramref name="peak"/>. Silence stays silent.</summary>
    public static void NormalizePeak(Span<float> samples, double peak = 1)
    {
        var greatest = 0f;
        foreach (var sample in samples)
        {
            greatest = Math.Max(greatest, Math.Abs(sample));
        }

        if (greatest > 0)
        {
            Scale(samples, peak / greatest);
        }
    }

    /// <summary>
    /// Scales samples so that their root mean square is <paramref name="rms"/>. Silence stays silent. Peaks may exceed 1.
    /// </summary>
    public static void NormalizeRms(Span<float> samples, double rms = 0.1)
    {
        var current = Rms(samples);
        if (current > 0)
        {
            Scale(samples, rms / current);
        }
    }

    /// <summary>Changes the level by <paramref name="decibels"/>: louder if positive, softer if negative.</summary>
    public static void ApplyGain(Span<float> samples, double decibels) => Scale(samples, Math.Pow(10, decibels / 20));

    /// <summary>The root mean square.</summary>
    internal static double Rms(ReadOnlySpan<float> samples)
    {
        var energy = 0.0;
        foreach (var sample in samples)
        {
            energy += (double)sample * sample;
        }

        return samples.IsEmpty ? 0 : Math.Sqrt(energy / samples.Length);
    }

    private static void Scale(Span<float> samples, double factor)
    {
        foreach (ref var sample in samples)
        {
            sample = (float)(sample * factor);
        }
    }
}
