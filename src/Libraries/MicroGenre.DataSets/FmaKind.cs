using System.Globalization;
using CsvHelper;
using MicroGenre.Learning;

namespace MicroGenre.DataSets;

/// <summary>
/// A subset of the Free Music Archive's dump (Defferrard et al., 2017): <c>fma_small/000/000002.mp3</c> with metadata in <c>tracks.csv</c>.
/// </summary>
internal sealed class FmaKind(string subset) : IDataSetKind
{
    private const string Metadata = "fma_metadata";
    private const string Table = "tracks.csv";
    private static readonly string[] Sizes = ["small", "medium", "large"];

    /// <summary>The subsets; each contains those before it.</summary>
    public static IReadOnlyList<string> Subsets { get; } = Sizes;

    public DataSetFacts Facts { get; } = new(
        $"fma-{subset}", $"Free Music Archive, {subset}",
        $"https://github.com/mdeff/fma: fma_{subset}.zip and fma_metadata.zip",
        "metadata CC BY 4.0; each track under the Creative Commons or other free licence that its artist chose (column track/license)",
        subset switch
        {
            "small" => "8,000 tracks of 30 s, 8 genres of 1,000; 7.2 GiB",
            "medium" => "25,000 tracks of 30 s, 16 genres of very different numbers; 22 GiB",
            _ => "106,574 tracks of 30 s, 16 top genres where they have one; 93 GiB",
        },
        $"fma_{subset}/000/000002.mp3 beside fma_metadata/tracks.csv; tracks without a top genre are left out",
        "M. Defferrard, K. Benzi, P. Vandergheynst and X. Bresson, FMA: A dataset for music analysis, ISMIR 2017, arXiv:1612.01840");

    public bool Fits(string folder) => Directory.Exists(Path.Combine(folder, $"fma_{subset}")) && TableOf(folder) is not null;

    public AudioDataSet Open(string folder)
    {
        var table = TableOf(folder) ?? throw new DataSetException(
            $"'{folder}' has no fma_metadata/tracks.csv, the index of the Free Music Archive's dump.");
        var audio = Path.Combine(folder, $"fma_{subset}");
        if (!Directory.Exists(audio))
        {
            throw new DataSetException($"'{folder}' has no folder 'fma_{subset}'.");
        }

        AudioTrack[] tracks = [.. Rows(table)
            .Where(row => Array.IndexOf(Sizes, row.Subset) >= 0 && Array.IndexOf(Sizes, row.Subset) <= Array.IndexOf(Sizes, subset)
                && row.Genre.Length > 0)
            .Select(row =>
            {
                var name = row.Id.ToString("D6", CultureInfo.InvariantCulture);
                return new AudioTrack($"{name[..3]}/{name}.mp3", row.Genre, Path.Combine(audio, name[..3], $"{name}.mp3"), row.Artist);
            })
            .OrderBy(track => track.Genre, StringComparer.Ordinal).ThenBy(track => track.Name, StringComparer.Ordinal)];
        return tracks.Length > 0 ? new AudioDataSet($"fma-{subset}", tracks)
            : throw new DataSetException($"'{table}' lists no tracks of fma-{subset} with a top genre.");
    }

    private static string? TableOf(string folder) =>
        new[] { Path.Combine(folder, Metadata, Table), Path.Combine(folder, Table) }.FirstOrDefault(File.Exists);

    // Two header lines with a group and a name for each column, then one with "track_id" above the first column only.
    private static IEnumerable<(int Id, string Subset, string Genre, string? Artist)> Rows(string table)
    {
        _ = Utf8File.ReadBytes(table);
        using var csv = CsvReader.FromFile(table, new CsvReaderOptions { HasHeader = false, TrackLineNumbers = true });
        var groups = Next(csv, table);
        var names = Next(csv, table);
        var (size, genre, artist) = (Column("set", "subset"), Column("track", "genre_top"), Column("artist", "id"));
        while (csv.Read())
        {
            if (int.TryParse(csv.GetString(0), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                var known = csv.GetString(artist);
                yield return (id, csv.GetString(size), csv.GetString(genre).Trim(), known.Length > 0 ? known : null);
            }
        }

        int Column(string group, string name) =>
            groups.Zip(names).Index().Where(column => column.Item == (group, name)).Select(column => (int?)column.Index).FirstOrDefault()
            ?? throw new DataSetException($"'{table}' has no column '{name}' under '{group}'.");
    }

    private static string[] Next(CsvReader csv, string table) =>
        csv.Read() ? [.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)] : throw new DataSetException($"'{table}' is empty.");
}
