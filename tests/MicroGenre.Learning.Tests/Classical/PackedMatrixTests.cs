using FsCheck;
using FsCheck.Fluent;

namespace MicroGenre.Learning.Tests;

public class PackedMatrixTests
{
    private static readonly Gen<(int Rows, int Inner, int Columns)> Sizes =
        from rows in Gen.Choose(1, 11) from inner in Gen.Choose(1, 600) from columns in Gen.Choose(1, 40) select (rows, inner, columns);

    [Fact]
    public void Products_are_the_sums_of_products() => Prop.ForAll(Sizes.ToArbitrary(), size =>
    {
        var (rows, inner, columns) = size;
        var (left, right) = (Random(rows * inner, 1), Random(inner * columns, 2));
        var expected = new double[rows * columns];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                expected[(row * columns) + column] = 1
                    + Enumerable.Range(0, inner).Sum(i => left[(row * inner) + i] * right[(i * columns) + column]);
            }
        }

        foreach (var threads in new[] { 1, 3 })
        {
            var options = new FitOptions(Threads: threads);
            AssertClose(expected, product => PackedMatrix.Of(right, inner, columns).AddProduct(left, rows, product, options));
            AssertClose(expected, product =>
                PackedMatrix.OfTransposed(Transpose(right, inner, columns), inner, columns).AddProduct(left, rows, product, options));
            AssertClose(expected, product =>
                PackedMatrix.Of(right, inner, columns).AddTransposedProduct(Transpose(left, rows, inner), rows, product, options));
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_row_has_the_same_product_to_the_last_bit_whatever_rows_are_beside_it()
    {
        var (left, right) = (Random(7 * 50, 1), Random(50 * 30, 2));
        var all = new double[7 * 30];
        PackedMatrix.Of(right, 50, 30).AddProduct(left, 7, all, new FitOptions());
        for (var row = 0; row < 7; row++)
        {
            var one = new double[30];
            PackedMatrix.Of(right, 50, 30).AddProduct(left[(row * 50)..((row + 1) * 50)], 1, one, new FitOptions());
            Assert.Equal(all[(row * 30)..((row + 1) * 30)], one);
        }
    }

    private static void AssertClose(double[] expected, Action<double[]> addProduct)
    {
        var product = Enumerable.Repeat(1.0, expected.Length).ToArray();
        addProduct(product);
        Assert.All(expected.Zip(product), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
    }

    private static double[] Random(int count, int seed)
    {
        var random = new SeededRandom(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextNormal())];
    }

    private static double[] Transpose(double[] values, int rows, int columns) =>
        [.. Enumerable.Range(0, columns).SelectMany(column => Enumerable.Range(0, rows).Select(row => values[(row * columns) + column]))];
}
