using System.Text;

namespace MicroGenre.Benchmarks;

/// <summary>What a benchmark found.</summary>
/// <param name="Title">What was measured, and on what.</param>
/// <param name="Columns">The columns' names.</param>
/// <param name="Rows">The rows, a text for each column.</param>
internal sealed record BenchmarkTable(string Title, string[] Columns, IReadOnlyList<string[]> Rows)
{
    public string ToMarkdown()
    {
        var text = new StringBuilder($"**{Title}**\n\n").Append(Line(Columns)).Append(Line([.. Columns.Select(_ => "---")]));
        foreach (var row in Rows)
        {
            text.Append(Line(row));
        }

        return text.ToString();
    }

    private static string Line(string[] cells) => $"| {string.Join(" | ", cells)} |\n";
}
