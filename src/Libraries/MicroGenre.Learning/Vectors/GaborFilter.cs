namespace MicroGenre.Learning;

/// <summary>A complex sinusoid under a Gaussian with a sum of 1: a filter for one frequency band.</summary>
internal sealed class GaborFilter
{
    // Magnitudes vary no faster than the Gaussian: this many samples per standard deviation are enough.
    private const double StepsPerDeviation = 1;

    /// <param name="frequency">Centre frequency, in cycles per sample.</param>
    /// <param name="bandwidth">Standard deviation of the Gaussian in frequency, in cycles per sample.</param>
    /// <param name="reach">Half the length of the filter, in standard deviations of its Gaussian in time.</param>
    public GaborFilter(double frequency, double bandwidth, double reach)
    {
        var deviation = 1 / (2 * Math.PI * bandwidth);
        Reach = (int)Math.Ceiling(reach * deviation);
        Step = Math.Max(1, (int)(deviation / StepsPerDeviation));
        Real = new double[(2 * Reach) + 1];
        Imaginary = new double[Real.Length];
        for (var i = 0; i < Real.Length; i++)
        {
            var place = i - Reach;
            var height = Math.Exp(-0.5 * place * place / (deviation * deviation)) / (deviation * Math.Sqrt(2 * Math.PI));
            (Imaginary[i], Real[i]) =
                (height * Math.Sin(2 * Math.PI * frequency * place), height * Math.Cos(2 * Math.PI * frequency * place));
        }
    }

    /// <summary>Number of samples on either side of the centre.</summary>
    public int Reach { get; }

    /// <summary>Distance between measurements, in samples.</summary>
    public int Step { get; }

    /// <summary>Real parts.</summary>
    public double[] Real { get; }

    /// <summary>Imaginary parts.</summary>
    public double[] Imaginary { get; }

    /// <summary>The positions of measurements in a signal: one per <paramref name="step"/> samples, at least one.</summary>
    public static int[] Centres(int length, int step)
    {
        var count = Math.Max(1, length / step);
        return [.. Enumerable.Range(0, count).Select(i => (int)((((2L * i) + 1) * length) / (2L * count)))];
    }

    /// <summary>Maps an index before or behind the ends to the mirrored sample inside.</summary>
    public static int Mirror(int index, int length)
    {
        var place = ((index % (2 * length)) + (2 * length)) % (2 * length);
        return place < length ? place : (2 * length) - 1 - place;
    }
}
