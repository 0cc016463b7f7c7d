using MicroGenre.Collections.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace MicroGenre.Collections.Tests;

/// <summary>The models in <c>Store/Compiled</c>, by which contexts open without building theirs.</summary>
public sealed class CompiledModelTests
{
    /// <summary>If this fails, the tables have changed: CONTRIBUTING.md says how to compile the models again.</summary>
    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public void The_compiled_model_is_that_of_the_code_and_is_used(string kind)
    {
        using var context =
            (kind == "sqlite" ? LibraryDatabase.InFolder("/nowhere") : LibraryDatabase.OnServer("Host=nowhere;Database=music")).Connect();

        Assert.StartsWith("MicroGenre.Collections.Store.Compiled.", context.Model.GetType().Namespace, StringComparison.Ordinal);
        Assert.Equal(Describe(context.GetService<IDesignTimeModel>().Model), Describe(context.Model));
    }

    private static List<string> Describe(IModel model) =>
    [
        .. model.GetEntityTypes().OrderBy(entity => entity.Name, StringComparer.Ordinal).SelectMany(entity => (IEnumerable<string>)
        [
            $"{entity.Name}: {entity.GetTableName()}",
            .. entity.GetProperties().Select(property =>
                $"{property.ClrType} {property.Name}: {property.GetColumnName()} {property.GetColumnType()}, null {property.IsNullable}, "
                + $"generated {property.ValueGenerated}, "
                + $"stored as {property.GetTypeMapping().Converter?.ProviderClrType ?? property.ClrType}").Order(StringComparer.Ordinal),
            .. entity.GetKeys().Select(key => $"key {Names(key.Properties)}").Order(StringComparer.Ordinal),
            .. entity.GetForeignKeys().Select(key => $"foreign key {Names(key.Properties)}, {key.DeleteBehavior}, {key.IsUnique}"),
            .. entity.GetIndexes().Select(index => $"index {index.GetDatabaseName()} on {Names(index.Properties)}, {index.IsUnique}")
                .Order(StringComparer.Ordinal),
        ]),
    ];

    private static string Names(IEnumerable<IReadOnlyProperty> properties) =>
        string.Join(", ", properties.Select(property => property.Name));
}
