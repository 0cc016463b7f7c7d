namespace MicroGenre.Learning;

/// <summary>Vectors of equal width: the input of a classical learner.</summary>
/// <param name="Count">Number of vectors; at least 1.</param>
/// <param name="Width">Number of values per vector; at least 1.</param>
/// <param name="Values">The values, row-major <c>[count, width]</c>.</param>
public sealed record Samples(int Count, int Width, double[] Values)
{
    /// <summary>The values, row-major <c>[count, width]</c>.</summary>
    public double[] Values { get; } = Count > 0 && Width > 0 && Values.Length == (long)Count * Width
        ? Values
        : throw new ArgumentException($"{Count} samples of {Width} values cannot have {Values.Length} values.", nameof(Values));

    /// <summary>Creates samples from rows of equal length.</summary>
    public static Samples Of(IReadOnlyList<double[]> rows) =>
        new(rows.Count, rows.Count > 0 ? rows[0].Length : 0, [.. rows.SelectMany(row => row)]);

    /// <summary>One vector, <c>[width]</c>: a view, not a copy.</summary>
    public Span<double> Row(int index) => Values.AsSpan(index * Width, Width);

    /// <summary>Selects vectors, in the order of <paramref name="indices"/>.</summary>
    public Samples Select(IReadOnlyList<int> indices)
    {
        var selected = new Samples(indices.Count, Width, new double[indices.Count * Width]);
        for (var i = 0; i < indices.Count; i++)
        {
            Row(indices[i]).CopyTo(selected.Row(i));
        }

        return selected;
    }

    /// <summary>The mean vector, <c>[width]</c>.</summary>
    internal double[] Mean()
    {
        var mean = new double[Width];
        for (var i = 0; i < Count; i++)
        {
            Vectors.AddScaled(mean, 1.0 / Count, Row(i));
        }

        return mean;
    }

    /// <summary>Subtracts a vector, <c>[width]</c>, from every row.</summary>
    internal Samples Less(ReadOnlySpan<double> vector)
    {
        var differences = new Samples(Count, Width, [.. Values]);
        for (var i = 0; i < Count; i++)
        {
            Vectors.AddScaled(differences.Row(i), -1, vector);
        }

        return differences;
    }

    /// <summary>The scalar products of all pairs of rows, <c>[count, count]</c>.</summary>
    internal double[] RowProducts(FitOptions options)
    {
        var products = new double[Count * Count];
        PackedMatrix.OfTransposed(Values, Width, Count).AddProduct(Values, Count, products, options);
        return products;
    }

    /// <summary>The scalar products of all pairs of columns, <c>[width, width]</c>.</summary>
    internal double[] ColumnProducts(FitOptions options)
    {
        var products = new double[Width * Width];
        PackedMatrix.Of(Values, Count, Width).AddTransposedProduct(Values, Width, products, options);
        return products;
    }
}
