using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MicroGenre.Learning;

/// <summary>
/// The right operand of a matrix product, packed in panels of a few columns, so that the innermost loop reads memory in order and works in
/// registers (Goto and van de Geijn 2008). Every element of a product is summed in the same order, whatever the number of rows or threads.
/// </summary>
internal sealed class PackedMatrix
{
    // Number of rows of a panel that fit the L1 cache.
    private const int BlockRows = 256;
    private static readonly int PanelWidth = 3 * Vector<double>.Count;

    private readonly double[] _values;
    private readonly int _panels;

    private PackedMatrix(int rows, int columns)
    {
        (Rows, Columns) = (rows, columns);
        _panels = (columns + PanelWidth - 1) / PanelWidth;
        _values = new double[_panels * rows * PanelWidth];
    }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>Packs a matrix.</summary>
    /// <param name="values">Its values, <c>[rows, columns]</c>.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    public static PackedMatrix Of(ReadOnlySpan<double> values, int rows, int columns)
    {
        var packed = new PackedMatrix(rows, columns);
        for (var panel = 0; panel < packed._panels; panel++)
        {
            var (first, width) = packed.Place(panel);
            for (var row = 0; row < rows; row++)
            {
                values.Slice((row * columns) + first, width).CopyTo(packed._values.AsSpan(((panel * rows) + row) * PanelWidth));
            }
        }

        return packed;
    }

    /// <summary>Packs the transpose of a matrix.</summary>
    /// <param name="values">The values of the matrix, <c>[columns, rows]</c>.</param>
    /// <param name="rows">Number of rows of the transpose.</param>
    /// <param name="columns">Number of columns of the transpose.</param>
    public static PackedMatrix OfTransposed(ReadOnlySpan<double> values, int rows, int columns)
    {
        var packed = new PackedMatrix(rows, columns);
        for (var panel = 0; panel < packed._panels; panel++)
        {
            var (first, width) = packed.Place(panel);
            var target = packed._values.AsSpan(panel * rows * PanelWidth, rows * PanelWidth);
            for (var column = 0; column < width; column++)
            {
                var source = values.Slice((first + column) * rows, rows);
                for (var row = 0; row < rows; row++)
                {
                    target[(row * PanelWidth) + column] = source[row];
                }
            }
        }

        return packed;
    }

    /// <summary>Computes product ← product + left · this.</summary>
    /// <param name="left">The left operand, <c>[rows, Rows]</c>.</param>
    /// <param name="rows">Number of rows of the left operand.</param>
    /// <param name="product">The result, <c>[rows, Columns]</c>.</param>
    /// <param name="options">The number of threads.</param>
    public void AddProduct(double[] left, int rows, double[] product, FitOptions options) =>
        AddProduct(left, rows, Rows, 1, product, options);

    /// <summary>Computes product ← product + leftᵀ · this.</summary>
    /// <param name="left">The left operand before transposition, <c>[Rows, rows]</c>.</param>
    /// <param name="rows">Number of rows of the product.</param>
    /// <param name="product">The result, <c>[rows, Columns]</c>.</param>
    /// <param name="options">The number of threads.</param>
    public void AddTransposedProduct(double[] left, int rows, double[] product, FitOptions options) =>
        AddProduct(left, rows, 1, rows, product, options);

    private void AddProduct(double[] left, int rows, int rowStride, int columnStride, double[] product, FitOptions options) =>
        options.For(0, _panels, panel =>
    {
        var (first, width) = Place(panel);
        Span<double> edge = stackalloc double[4 * PanelWidth];
        for (var start = 0; start < Rows; start += BlockRows)
        {
            var count = Math.Min(BlockRows, Rows - start);
            ref var values = ref _values[((panel * Rows) + start) * PanelWidth];
            for (var row = 0; row < rows;)
            {
                var height = row + 4 <= rows ? 4 : 1;
                ref var source = ref left[(row * rowStride) + (start * columnStride)];
                if (width == PanelWidth)
                {
                    Add(height, ref source, rowStride, columnStride, ref values, count, ref product[(row * Columns) + first], Columns);
                }
                else
                {
                    // The last panel extends beyond the product's columns, so it is computed in a buffer.
                    for (var i = 0; i < height; i++)
                    {
                        product.AsSpan(((row + i) * Columns) + first, width).CopyTo(edge[(i * PanelWidth)..]);
                    }

                    Add(height, ref source, rowStride, columnStride, ref values, count, ref MemoryMarshal.GetReference(edge), PanelWidth);
                    for (var i = 0; i < height; i++)
                    {
                        edge.Slice(i * PanelWidth, width).CopyTo(product.AsSpan(((row + i) * Columns) + first));
                    }
                }

                row += height;
            }
        }
    });

    private (int First, int Width) Place(int panel) => (panel * PanelWidth, Math.Min(PanelWidth, Columns - (panel * PanelWidth)));

    private static void Add(int height, ref double left, nint rowStride, nint columnStride, ref double panel, int count,
        ref double product, nint stride)
    {
        if (height == 4)
        {
            AddFourRows(ref left, rowStride, columnStride, ref panel, count, ref product, stride);
        }
        else
        {
            AddOneRow(ref left, columnStride, ref panel, count, ref product);
        }
    }

    private static void AddFourRows(
        ref double left, nint rowStride, nint columnStride, ref double panel, int count, ref double product, nint stride)
    {
        ref var second = ref Unsafe.Add(ref product, stride);
        ref var third = ref Unsafe.Add(ref second, stride);
        ref var fourth = ref Unsafe.Add(ref third, stride);
        var (a0, a1, a2) = (Load(ref product, 0), Load(ref product, 1), Load(ref product, 2));
        var (b0, b1, b2) = (Load(ref second, 0), Load(ref second, 1), Load(ref second, 2));
        var (c0, c1, c2) = (Load(ref third, 0), Load(ref third, 1), Load(ref third, 2));
        var (d0, d1, d2) = (Load(ref fourth, 0), Load(ref fourth, 1), Load(ref fourth, 2));
        for (; count > 0; count--)
        {
            var (x, y, z) = (Load(ref panel, 0), Load(ref panel, 1), Load(ref panel, 2));
            var factor = new Vector<double>(left);
            (a0, a1, a2) = (Vector.MultiplyAddEstimate(factor, x, a0), Vector.MultiplyAddEstimate(factor, y, a1),
                Vector.MultiplyAddEstimate(factor, z, a2));
            factor = new Vector<double>(Unsafe.Add(ref left, rowStride));
            (b0, b1, b2) = (Vector.MultiplyAddEstimate(factor, x, b0), Vector.MultiplyAddEstimate(factor, y, b1),
                Vector.MultiplyAddEstimate(factor, z, b2));
            factor = new Vector<double>(Unsafe.Add(ref left, 2 * rowStride));
            (c0, c1, c2) = (Vector.MultiplyAddEstimate(factor, x, c0), Vector.MultiplyAddEstimate(factor, y, c1),
                Vector.MultiplyAddEstimate(factor, z, c2));
            factor = new Vector<double>(Unsafe.Add(ref left, 3 * rowStride));
            (d0, d1, d2) = (Vector.MultiplyAddEstimate(factor, x, d0), Vector.MultiplyAddEstimate(factor, y, d1),
                Vector.MultiplyAddEstimate(factor, z, d2));
            left = ref Unsafe.Add(ref left, columnStride);
            panel = ref Unsafe.Add(ref panel, 3 * Vector<double>.Count);
        }

        Store(ref product, a0, a1, a2);
        Store(ref second, b0, b1, b2);
        Store(ref third, c0, c1, c2);
        Store(ref fourth, d0, d1, d2);
    }

    private static void AddOneRow(ref double left, nint columnStride, ref double panel, int count, ref double product)
    {
        var (a0, a1, a2) = (Load(ref product, 0), Load(ref product, 1), Load(ref product, 2));
        for (; count > 0; count--)
        {
            var factor = new Vector<double>(left);
            a0 = Vector.MultiplyAddEstimate(factor, Load(ref panel, 0), a0);
            a1 = Vector.MultiplyAddEstimate(factor, Load(ref panel, 1), a1);
            a2 = Vector.MultiplyAddEstimate(factor, Load(ref panel, 2), a2);
            left = ref Unsafe.Add(ref left, columnStride);
            panel = ref Unsafe.Add(ref panel, 3 * Vector<double>.Count);
        }

        Store(ref product, a0, a1, a2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Load(ref double source, int index) =>
        Vector.LoadUnsafe(ref source, (nuint)(index * Vector<double>.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ref double target, Vector<double> first, Vector<double> second, Vector<double> third)
    {
        first.StoreUnsafe(ref target);
        second.StoreUnsafe(ref target, (nuint)Vector<double>.Count);
        third.StoreUnsafe(ref target, (nuint)(2 * Vector<double>.Count));
    }
}
