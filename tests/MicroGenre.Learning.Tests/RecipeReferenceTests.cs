using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using MicroGenre.Testing;

namespace MicroGenre.Learning.Tests;

/// <summary>The reference has every field of a recipe, and no other.</summary>
public class RecipeReferenceTests
{
    [Fact]
    public void The_reference_lists_every_field_and_no_other()
    {
        var listed = MarkdownPage.Open("docs", "reference", "recipes.md").Rows
            .Select(row => row[0].Trim('`'))
            .Where(field => field != "field")
            .ToList();

        Assert.Equal(FieldsOf(typeof(Recipe), "").Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_table_of_methods_names_every_recipe_and_no_other()
    {
        var named = MarkdownPage.Open("docs", "reference", "methods.md").Links
            .Where(link => link.Contains("/Recipes/", StringComparison.Ordinal)).Select(Path.GetFileNameWithoutExtension)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

        Assert.Equal(RecipeCatalog.All.Select(recipe => recipe.Name), named);
    }

    // An optional part is a field of its own, since its absence means something; features and parameters are described elsewhere.
    private static IEnumerable<string> FieldsOf(Type type, string prefix) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetCustomAttribute<JsonIgnoreAttribute>() is null && property.CanWrite)
            .SelectMany(property =>
            {
                var name = prefix + JsonNamingPolicy.CamelCase.ConvertName(property.Name);
                var isPart = property.PropertyType.Assembly == typeof(Recipe).Assembly && !property.PropertyType.IsEnum;
                var isOptional = new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable;
                return (isPart, isOptional) switch
                {
                    (false, _) => [name],
                    (true, true) => FieldsOf(property.PropertyType, $"{name}.").Prepend(name),
                    (true, false) => FieldsOf(property.PropertyType, $"{name}."),
                };
            });
}
