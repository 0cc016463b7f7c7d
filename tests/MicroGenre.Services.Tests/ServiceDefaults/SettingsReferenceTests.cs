using System.Reflection;
using System.Text.RegularExpressions;
using MicroGenre.Collecting;
using MicroGenre.FeatureExtraction;
using MicroGenre.Inference;
using MicroGenre.Segmenting;
using MicroGenre.Testing;
using MicroGenre.Training;
using Microsoft.Extensions.Hosting;

namespace MicroGenre.Services.Tests.ServiceDefaults;

/// <summary>The reference has every setting of the services, and no other.</summary>
public partial class SettingsReferenceTests
{
    // In milliseconds.
    private const int Limit = 10_000;

    private static readonly string[] Sections =
        ["Collecting", "FeatureExtraction", "Inference", "Segmenting", "Training", "Shutdown", "Security"];

    private static readonly Type[] Options =
    [
        typeof(CollectingOptions), typeof(FeatureExtractionOptions), typeof(InferenceOptions), typeof(SegmentingOptions),
        typeof(TrainingServiceOptions),
        .. typeof(ServiceDefaultsExtensions).Assembly.GetTypes().Where(type => type.Name is "ShutdownOptions" or "SecurityOptions"),
    ];

    [Fact]
    public void The_reference_lists_every_setting_and_no_other()
    {
        var known = Options.SelectMany(type => SettingsOf((string)type.GetField("Section")!.GetRawConstantValue()!, type));
        var listed = MarkdownPage.Open("docs", "reference", "services.md").Rows
            .Concat(MarkdownPage.Open("docs", "how-to", "security.md").Rows)
            .SelectMany(NamesIn)
            .Where(name => Sections.Contains(name.Split(':')[0], StringComparer.Ordinal));

        Assert.Equal(known.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            listed.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> SettingsOf(string section, Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite)
            .SelectMany(property => NestedIn(property.PropertyType) is { } nested
                ? SettingsOf($"{section}:{property.Name}{(nested == property.PropertyType ? "" : ":N")}", nested)
                : [$"{section}:{property.Name}"]);

    // The type of the settings below a setting: an object's own, a list's elements'.
    private static Type? NestedIn(Type type)
    {
        var isList = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>);
        var element = isList ? type.GetGenericArguments()[0] : type;
        return element.Assembly == typeof(ServiceDefaultsExtensions).Assembly && !element.IsEnum ? element : null;
    }

    // A name that begins with … belongs to the section of each service in the second column.
    private static IEnumerable<string> NamesIn(IReadOnlyList<string> row) =>
        Names().Matches(row[0]).Select(match => match.Groups["name"].Value).SelectMany(name => name.StartsWith('…')
            ? row[1].Split(", ").Select(service => service + name[1..])
            : [name]);

    [GeneratedRegex("`(?<name>[\\w…]+(:\\w+)+)`", RegexOptions.ExplicitCapture, Limit)]
    private static partial Regex Names();
}
