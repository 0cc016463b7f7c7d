using System.Numerics;
using System.Runtime.InteropServices;

namespace MicroGenre.Learning;

/// <summary>
/// Sorts the columns of a matrix independently but in parallel. The comparisons of Batcher's merge exchange (Knuth, The Art of Computer
/// Programming, volume 3, 5.2.2, algorithm M) do not depend on the values, so a comparison of two rows is one minimum and one maximum for
/// all columns.
/// </summary>
internal static class ColumnSort
{
    /// <summary>Sorts each column in ascending order.</summary>
    /// <param name="matrix">Finite values, <c>[rows, columns]</c>.</param>
    /// <param name="columns">Number of columns.</param>
    public static void Ascending(Span<double> matrix, int columns)
    {
        var rows = matrix.Length / columns;
        var top = (int)BitOperations.RoundUpToPowerOf2((uint)rows) / 2;
        for (var p = top; p > 0; p /= 2)
        {
            var (q, r, distance) = (top, 0, p);
            while (true)
            {
                for (var row = 0; row + distance < rows; row++)
                {
                    if ((row & p) == r)
                    {
                        Exchange(matrix.Slice(row * columns, columns), matrix.Slice((row + distance) * columns, columns));
                    }
                }

                if (q == p)
                {
                    break;
                }

                (distance, q, r) = (q - p, q / 2, p);
            }
        }
    }

    // Smaller values move up, greater ones down.
    private static void Exchange(Span<double> upper, Span<double> lower)
    {
        var wideUpper = MemoryMarshal.Cast<double, Vector<double>>(upper);
        var wideLower = MemoryMarshal.Cast<double, Vector<double>>(lower);
        for (var i = 0; i < wideUpper.Length; i++)
        {
            (wideUpper[i], wideLower[i]) = (Vector.Min(wideUpper[i], wideLower[i]), Vector.Max(wideUpper[i], wideLower[i]));
        }

        for (var i = wideUpper.Length * Vector<double>.Count; i < upper.Length; i++)
        {
            (upper[i], lower[i]) = (Math.Min(upper[i], lower[i]), Math.Max(upper[i], lower[i]));
        }
    }
}
