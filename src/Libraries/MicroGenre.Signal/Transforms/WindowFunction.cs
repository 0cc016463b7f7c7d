namespace MicroGenre.Signal;

/// <summary>A window function, with its even and odd values stored separately for packed transforms.</summary>
internal sealed class WindowFunction
{
    private WindowFunction(double[] values)
    {
        Values = values;
        Even = new AlignedDoubles(EverySecond(values, first: 0));
        Odd = new AlignedDoubles(EverySecond(values, first: 1));
    }

    public double[] Values { get; }

    public AlignedDoubles Even { get; }

    public AlignedDoubles Odd { get; }

    /// <summary>The periodic Hann window.</summary>
    public static WindowFunction Hann(int length)
    {
        var values = new double[length];
        for (var i = 0; i < length; i++)
        {
            values[i] = 0.5 - (0.5 * Math.Cos(2 * Math.PI * i / length));
        }

        return new WindowFunction(values);
    }

    private static double[] EverySecond(double[] values, int first)
    {
        var seconds = new double[(values.Length + 1 - first) / 2];
        for (var i = 0; i < seconds.Length; i++)
        {
            seconds[i] = values[(2 * i) + first];
        }

        return seconds;
    }
}
