using Microsoft.EntityFrameworkCore.Migrations;

namespace MicroGenre.Collections.Store.Migrations;

/// <summary>
/// An index for each sort order of a list (see <see cref="Search.TrackQuery"/>), so that pages are read without sorting. Missing values
/// sort last in both directions, which needs an expression to work on all databases. The genre is included, because most lists filter by
/// genre. Files that failed or are gone are not in the indexes.
/// </summary>
internal static class ListIndexes
{
    private static readonly (string Name, string Columns)[] Orders =
    [
        ("Path", """ "Path", "Genre" """),
        ("Duration", """ "Duration", "Path", "Genre" """),
        ("Duration_Descending", """ "Duration" DESC, "Path", "Genre" """),
        .. new[] { "Genre", "Probability", "Artist", "Tempo", "Year" }.SelectMany(column => new[]
        {
            (column, $""" ("{column}" IS NULL), "{column}", "Path", "Genre" """),
            ($"{column}_Descending", $""" ("{column}" IS NULL), "{column}" DESC, "Path", "Genre" """),
        }),
    ];

    /// <summary>
    /// Creates the indexes. There is no index on genre or tempo alone any more, because databases would choose it and then sort. The index
    /// on the time of analysis serves to find the latest model.
    /// </summary>
    public static void Create(MigrationBuilder builder)
    {
        builder.DropIndex("IX_tracks_Genre", "tracks");
        builder.DropIndex("IX_tracks_Tempo", "tracks");
        builder.CreateIndex("IX_tracks_Analyzed", "tracks", "Analyzed");
        foreach (var (name, columns) in Orders)
        {
            builder.Sql($"""CREATE INDEX "IX_list_{name}" ON "tracks" ({columns.Trim()}) WHERE NOT "IsGone" AND "Failure" IS NULL""");
        }
    }

    /// <summary>Drops the indexes.</summary>
    public static void Drop(MigrationBuilder builder)
    {
        foreach (var (name, _) in Orders)
        {
            builder.DropIndex($"IX_list_{name}", "tracks");
        }

        builder.DropIndex("IX_tracks_Analyzed", "tracks");
        builder.CreateIndex("IX_tracks_Genre", "tracks", "Genre");
        builder.CreateIndex("IX_tracks_Tempo", "tracks", "Tempo");
    }
}
