using System.Numerics;
using System.Runtime.CompilerServices;

namespace MicroGenre.Signal;

/// <summary>Power to decibels (librosa's <c>power_to_db</c>).</summary>
public static class Decibels
{
    /// <summary>The factor e in dB.</summary>
    private const double DecibelsOfE = 10 / 2.30258509299404568402;

    /// <summary>
    /// Converts power to dB in place: <c>10 log10(max(minPower, p) / max(minPower, reference))</c>. Values more than
    /// <paramref name="topDecibels"/> below the maximum are raised to that floor.
    /// </summary>
    /// <param name="values">Power on entry, dB on return.</param>
    /// <param name="reference">The power of 0 dB; <see langword="null"/> for the greatest value.</param>
    /// <param name="minPower">Lower limit of the power; smaller values count as silence.</param>
    /// <param name="topDecibels">Dynamic range below the maximum, in dB; <see langword="null"/> for no limit.</param>
    public static void FromPower(Span<float> values, double? reference = 1.0, double minPower = 1e-10, double? topDecibels = 80)
    {
        if (values.IsEmpty)
        {
            return;
        }

        var greatest = float.NegativeInfinity;
        foreach (var value in values)
        {
            greatest = Math.Max(greatest, value);
        }

        var offset = Decibel(Math.Max(minPower, reference ?? greatest));
        var floor = Decibel(Math.Max(minPower, greatest)) - offset - (topDecibels ?? double.PositiveInfinity);
        FromPower(values, minPower, offset, floor);
    }

    [MethodImpl(Kernel.Compilation)]
    private static void FromPower(Span<float> values, double minPower, double offset, double floor)
    {
        var (least, offsets, floors) = (new Vector<double>(minPower), new Vector<double>(offset), new Vector<double>(floor));
        var i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(values[i..]), out var low, out var high);
            low = Vector.Max((Vector.Log(Vector.Max(low, least)) * DecibelsOfE) - offsets, floors);
            high = Vector.Max((Vector.Log(Vector.Max(high, least)) * DecibelsOfE) - offsets, floors);
            Vector.Narrow(low, high).CopyTo(values[i..]);
        }

        for (; i < values.Length; i++)
        {
            values[i] = (float)Math.Max(Decibel(Math.Max(minPower, values[i])) - offset, floor);
        }
    }

    private static double Decibel(double power) => DecibelsOfE * Math.Log(power);
}
