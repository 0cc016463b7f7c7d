using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace MicroGenre.Collections.Store.Migrations.Postgres
{
    /// <inheritdoc />
    internal partial class PostgresInitial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "folders",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Path = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_folders", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "tracks",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Path = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Length = table.Column<long>(type: "bigint", nullable: false),
                    Modified = table.Column<long>(type: "bigint", nullable: false),
                    Sha256 = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    IsGone = table.Column<bool>(type: "boolean", nullable: false),
                    Failure = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Model = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Features = table.Column<int>(type: "integer", nullable: false),
                    Analyzed = table.Column<long>(type: "bigint", nullable: false),
                    Duration = table.Column<double>(type: "double precision", nullable: false),
                    Level = table.Column<double>(type: "double precision", nullable: true),
                    Tempo = table.Column<double>(type: "double precision", nullable: true),
                    Key = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Verdict = table.Column<string>(type: "text", nullable: false),
                    Reason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Genre = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Probability = table.Column<double>(type: "double precision", nullable: true),
                    Artist = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Album = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Title = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    TagGenre = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Year = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tracks", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "sounds",
                columns: table => new
                {
                    TrackId = table.Column<long>(type: "bigint", nullable: false),
                    Genres = table.Column<string>(type: "text", nullable: false),
                    OverTime = table.Column<string>(type: "text", nullable: false),
                    Embedding = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sounds", x => x.TrackId);
                    table.ForeignKey(
                        name: "FK_sounds_tracks_TrackId",
                        column: x => x.TrackId,
                        principalTable: "tracks",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_folders_Path",
                table: "folders",
                column: "Path",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_tracks_Artist",
                table: "tracks",
                column: "Artist");

            migrationBuilder.CreateIndex(
                name: "IX_tracks_Genre",
                table: "tracks",
                column: "Genre");

            migrationBuilder.CreateIndex(
                name: "IX_tracks_Path",
                table: "tracks",
                column: "Path",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_tracks_Sha256",
                table: "tracks",
                column: "Sha256");

            migrationBuilder.CreateIndex(
                name: "IX_tracks_Tempo",
                table: "tracks",
                column: "Tempo");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "folders");

            migrationBuilder.DropTable(
                name: "sounds");

            migrationBuilder.DropTable(
                name: "tracks");
        }
    }
}
