using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace MicroGenre.Collections.Store.Migrations.Postgres;

/// <summary>Adds the owner's labels, and the places of tracks from which genres are taught.</summary>
[DbContext(typeof(PostgresContext))]
[Migration("20261129233000_Labels")]
internal sealed class PostgresLabels : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder) => LabelColumns.Add(migrationBuilder, collation: "C");

    /// <inheritdoc/>
    protected override void Down(MigrationBuilder migrationBuilder) => LabelColumns.Drop(migrationBuilder);
}
