using System.Reflection;
using System.Text.Json.Serialization;
using MicroGenre.Testing;

namespace MicroGenre.Evaluation.Tests;

/// <summary>The reference has every field of a report and of a comparison, and no other.</summary>
public class ReportReferenceTests
{
    private static readonly MarkdownPage Page = MarkdownPage.Open("docs", "reference", "reports.md");

    [Fact]
    public void The_reference_lists_every_field_and_no_other()
    {
        var types = typeof(EvaluationReport).Assembly.GetExportedTypes()
            .Where(type => type.Namespace == typeof(EvaluationReport).Namespace);
        var fields = types.SelectMany(type => type.GetProperties())
            .Select(property => property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal);
        var listed = Page.Rows.Select(row => row[0].Trim('`')).Where(field => field != "field").Distinct(StringComparer.Ordinal);

        Assert.Equal(fields.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }
}
