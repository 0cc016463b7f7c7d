namespace MicroGenre.Signal;

/// <summary>Power to decibels (librosa's <c>power_to_db</c>).</summary>
public static class Decibels
{
    /// <summary>
    /// Turns power into dB in place: <c>10 log10(max(minPower, p) / max(minPower, reference))</c>, then cut off at
    /// <paramref name="topDecibels"/> below the greatest value.
    /// </summary>
    /// <param name="values">Powers, which become dB.</param>
    /// <param name="reference">The power that is 0 dB; <see langword="null"/> for the greatest of the values.</param>
    /// <param name="minPower">The least power told apart from silence.</param>
    /// <param name="topDecibels">How far below the greatest value to cut off; <see langword="null"/> to keep all.</param>
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
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)Math.Max(Decibel(Math.Max(minPower, values[i])) - offset, floor);
        }
    }

    private static double Decibel(double power) => 10 * Math.Log10(power);
}
