using Microsoft.EntityFrameworkCore.Migrations;

namespace MicroGenre.Collections.Store.Migrations;

/// <summary>
/// An index for each order of a list (see <see cref="Search.TrackQuery"/>), so that a page of it is read and not sorted. What has no value
/// comes last in both directions, which only an expression says to all databases; the genre is along, since lists are of one genre as a
/// rule. Files that failed or are gone are in no list.
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
    /// Makes them. Of genre and tempo alone there is no index any more: it would lead databases to sort. By when tracks were analysed one
    /// finds the model that did so last.
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

    /// <summary>Takes them away.</summary>
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
