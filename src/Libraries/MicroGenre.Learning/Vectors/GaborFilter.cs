namespace MicroGenre.Learning;

/// <summary>
/// A complex sinusoid under a Gaussian, whose values sum to 1 but for the sinusoid: a filter for one band of frequencies.
/// </summary>
internal sealed class GaborFilter
{
    // Magnitudes vary no faster than the Gaussian: they are measured this many times per deviation of it.
    private const double StepsPerDeviation = 1;

    /// <param name="frequency">Its centre, in cycles per sample.</param>
    /// <param name="bandwidth">Deviation of its Gaussian in frequency, in cycles per sample.</param>
    /// <param name="reach">How many deviations of its Gaussian it reaches to either side.</param>
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

    /// <summary>Samples to either side of the centre.</summary>
    public int Reach { get; }

    /// <summary>Samples from one measurement to the next.</summary>
    public int Step { get; }

    /// <summary>Real parts.</summary>
    public double[] Real { get; }

    /// <summary>Imaginary parts.</summary>
    public double[] Imaginary { get; }

    /// <summary>Where to measure something of a length: every so many samples, at least once.</summary>
    public static int[] Centres(int length, int step)
    {
        var count = Math.Max(1, length / step);
        return [.. Enumerable.Range(0, count).Select(i => (int)((((2L * i) + 1) * length) / (2L * count)))];
    }

    /// <summary>The sample that stands at a place before or behind the ends, where the whole continues as its mirror image.</summary>
    public static int Mirror(int index, int length)
    {
        var place = ((index % (2 * length)) + (2 * length)) % (2 * length);
        return place < length ? place : (2 * length) - 1 - place;
    }
}
