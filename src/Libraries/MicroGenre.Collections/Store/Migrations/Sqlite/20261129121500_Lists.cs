using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace MicroGenre.Collections.Store.Migrations.Sqlite;

/// <summary>Adds the indexes for lists.</summary>
[DbContext(typeof(SqliteContext))]
[Migration("20261129121500_Lists")]
internal sealed class SqliteLists : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder) => ListIndexes.Create(migrationBuilder);

    /// <inheritdoc/>
    protected override void Down(MigrationBuilder migrationBuilder) => ListIndexes.Drop(migrationBuilder);
}
