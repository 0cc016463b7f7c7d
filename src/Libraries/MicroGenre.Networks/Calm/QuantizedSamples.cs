using MicroGenre.Learning;

namespace MicroGenre.Networks.Calm;

/// <summary>
/// Vectors quantized to 8 bits: each value's rank in its column, in at most 256 steps with equal numbers of samples. Decision trees use
/// only the order of values, so nothing is lost if a column has up to 256 distinct values.
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

    /// <summary>Number of vectors.</summary>
    public int Count { get; }

    /// <summary>Number of values per vector.</summary>
    public int Width { get; }

    /// <summary>Quantizes vectors, once for all forests that use them.</summary>
    /// <param name="samples">The vectors.</param>
    /// <param name="options">Threads and cancellation; they do not affect the result.</param>
    public static QuantizedSamples Of(Samples samples, FitOptions options)
    {
        var quantized = new QuantizedSamples(samples.Count, samples.Width);
        options.For(0, samples.Width, column => quantized.Fill(column, samples));
        return quantized;
    }

    /// <summary>One vector, <c>[width]</c>.</summary>
    public ReadOnlySpan<byte> Row(int index) => _rows.AsSpan(index * Width, Width);

    /// <summary>Selects vectors, column by column: <c>[width, indices]</c>.</summary>
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
