using FsCheck;
using FsCheck.Fluent;

namespace MicroGenre.Learning.Tests;

public class ColumnSortTests
{
    [Fact]
    public void Every_column_holds_its_own_values_in_ascending_order() =>
        Prop.ForAll(
            Matrices().ToArbitrary(),
            matrix =>
            {
                var (values, columns) = matrix;
                double[] sorted = [.. values];
                ColumnSort.Ascending(sorted, columns);
                return Enumerable.Range(0, columns)
                    .All(column => Column(values, column, columns).Order().SequenceEqual(Column(sorted, column, columns)));
            }).QuickCheckThrowOnFailure();

    private static Gen<(double[] Values, int Columns)> Matrices() =>
        from rows in Gen.Choose(1, 70)
        from columns in Gen.Choose(1, 19)
        from values in Gen.Choose(-50, 50).Select(value => value / 4.0).ArrayOf(rows * columns)
        select (values, columns);

    private static IEnumerable<double> Column(double[] values, int column, int columns) => values.Where((_, i) => i % columns == column);
}
