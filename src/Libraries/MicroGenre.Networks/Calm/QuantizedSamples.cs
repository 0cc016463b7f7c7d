using MicroGenre.Learning;

namespace MicroGenre.Networks.Calm;

/// <summary>
/// Vectors in 8 bits: each value's place among all values of its column, in at most 256 steps of equally many samples. Order is all that a
/// decision tree looks at, so that with up to 256 different values in a column nothing is lost.
/// </summary>
internal sealed class QuantizedSamples
{
    private const int Levels = 256;
    private readonly byte[] _rows;

    private QuantizedSamples(int count, int width)
    {
        (Count, Width) = (count, width);
        _rows = new byte[count * width];
    }

    /// <summary>How many vectors.</summary>
    public int Count { get; }

    /// <summary>Values per vector.</summary>
    public int Width { get; }

    /// <summary>Quantizes vectors, once for all forests that look at them.</summary>
    /// <param name="samples">The vectors.</param>
    /// <param name="options">Threads and cancellation; the result does not depend on them.</param>
    public static QuantizedSamples Of(Samples samples, FitOptions options)
    {
        var quantized = new QuantizedSamples(samples.Count, samples.Width);
        options.For(0, samples.Width, column => quantized.Fill(column, samples));
        return quantized;
    }

    /// <summary>One vector, <c>[width]</c>.</summary>
    public ReadOnlySpan<byte> Row(int index) => _rows.AsSpan(index * Width, Width);

    /// <summary>Some of the vectors, column by column: <c>[width, indices]</c>.</summary>
    public byte[] Columns(IReadOnlyList<int> indices)
    {
        var columns = new byte[Width * indices.Count];
        for (var i = 0; i < indices.Count; i++)
        {
            var row = Row(indices[i]);
            for (var column = 0; column < Width; column++)
            {
                columns[(column * indices.Count) + i] = row[column];
            }
        }

        return columns;
    }

    private void Fill(int column, Samples samples)
    {
        var (values, order) = (new double[Count], new int[Count]);
        for (var i = 0; i < Count; i++)
        {
            (values[i], order[i]) = (samples.Values[(i * Width) + column], i);
        }

        Array.Sort(values, order);
        var different = 1 + Enumerable.Range(1, Count - 1).Count(i => values[i] > values[i - 1]);
        var (level, rank) = (0L, 0);
        for (var i = 0; i < Count; i++)
        {
            if (i > 0 && values[i] > values[i - 1])
            {
                rank++;
                level = different <= Levels ? rank : (long)i * Levels / Count;
            }

            _rows[(order[i] * Width) + column] = (byte)level;
        }
    }
}
