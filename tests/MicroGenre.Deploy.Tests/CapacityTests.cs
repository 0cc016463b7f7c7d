using System.Globalization;
using System.Text.RegularExpressions;
using MicroGenre.Testing;

namespace MicroGenre.Deploy.Tests;

/// <summary>The page on capacity computes what it says by the formulas that it states, from figures that other pages have.</summary>
public partial class CapacityTests
{
    private const double Price = 0.04;
    private const double Use = 0.7;
    private const double Rate = 100;

    private static readonly string Page = File.ReadAllText(Repository.PathOf("docs", "measurements", "capacity.md"));
    private static readonly string Services = File.ReadAllText(Repository.PathOf("docs", "reference", "services.md"));

    [Fact]
    public void Core_hours_cost_and_cores_follow_from_the_processor_time()
    {
        var rows = RowsUnder("| a million … |");

        Assert.NotEmpty(rows);
        Assert.All(rows, row =>
        {
            var seconds = Number(row[1]) / 1000;
            var hours = seconds * 1e6 / 3600;
            Assert.Equal((Text(hours, 2), Text(hours * Price, 2), Text(Rate * seconds / Use, 1)), (row[2], row[3], row[4]));
        });
    }

    [Fact]
    public void A_scanned_track_takes_the_difference_of_many_and_few()
    {
        var scanned = RowsUnder("| a million … |")
            .Where(row => row[0].StartsWith("scanned", StringComparison.Ordinal))
            .Select(row => Number(row[1]));
        var measured = RowsUnder("| files |");

        Assert.Equal(scanned, measured.Select(row => Number(row[5])));
        Assert.All(measured, row =>
        {
            var (few, fewTime, many, manyTime, each) = (Number(row[1]), Number(row[2]), Number(row[3]), Number(row[4]), Number(row[5]));
            Assert.Equal(1000 * (manyTime - fewTime) / (many - few), each, tolerance: 0.5);
        });
    }

    [Fact]
    public void Figures_of_other_pages_are_there()
    {
        var rows = RowsUnder("| a million … |");

        Assert.Contains($"{rows[0][1]} of processor each", Services, StringComparison.Ordinal);
        Assert.Contains($"{rows[1][1]} of processor each", Services, StringComparison.Ordinal);
        // An upload whose features are cached takes its own time and the model's.
        var upload = Number(CachedUpload().Match(Services).Groups["ms"].Value);
        Assert.Equal(Number(rows[0][1]) + upload, Number(rows[2][1]), tolerance: 1e-9);
    }

    private static List<string[]> RowsUnder(string head) =>
    [
        .. Page.Split('\n').SkipWhile(line => !line.StartsWith(head, StringComparison.Ordinal)).Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries)),
    ];

    private static double Number(string cell) => double.Parse(cell.Split(' ')[0], CultureInfo.InvariantCulture);

    private static string Text(double value, int digits) => value.ToString($"F{digits}", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Of\s+the\s+processor\s+it\s+takes\s+(?<ms>\d+)\s+ms", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex CachedUpload();
}
