using Microsoft.EntityFrameworkCore.Migrations;

namespace MicroGenre.Collections.Store.Migrations;

/// <summary>The columns of the owner's labels and of tracks' places, with an index of the tracks that have labels.</summary>
internal static class LabelColumns
{
    private const string LabelIndex = "IX_tracks_Label";

    /// <summary>Adds the columns.</summary>
    /// <param name="builder">The migration.</param>
    /// <param name="collation">How labels are compared, where the database's own way is not by bytes.</param>
    public static void Add(MigrationBuilder builder, string collation = null)
    {
        builder.AddColumn<string>("Label", "tracks", nullable: true, collation: collation);
        builder.AddColumn<byte[]>("Place", "sounds", nullable: true);
        builder.CreateIndex(LabelIndex, "tracks", "Label", filter: "\"Label\" IS NOT NULL");
    }

    /// <summary>Drops the columns, in words that all databases understand: the tables need not be written anew.</summary>
    public static void Drop(MigrationBuilder builder)
    {
        builder.DropIndex(LabelIndex, "tracks");
        builder.Sql("""ALTER TABLE "sounds" DROP COLUMN "Place" """);
        builder.Sql("""ALTER TABLE "tracks" DROP COLUMN "Label" """);
    }
}
