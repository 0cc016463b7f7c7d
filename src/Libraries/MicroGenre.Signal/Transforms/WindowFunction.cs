namespace MicroGenre.Signal;

/// <summary>A window function, also with its even and odd values apart, as a packed transform takes them.</summary>
internal sealed class WindowFunction
{
    private WindowFunction(double[] values)
    {
        Values = values;
        Even = new AlignedDoubles([.. values.Where((_, i) => i % 2 == 0)]);
        Odd = new AlignedDoubles([.. values.Where((_, i) => i % 2 == 1)]);
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
}
