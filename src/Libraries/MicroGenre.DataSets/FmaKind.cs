using System.Globalization;
using CsvHelper;
using MicroGenre.DataSets.Splits;
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
    private static readonly (string Theirs, string Ours)[] Parts = [("training", "train"), ("validation", "valid"), ("test", "test")];

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

    public bool Fits(string folder) => AudioOf(folder) is not null;

    public AudioDataSet Open(string folder)
    {
        var audio = AudioOf(folder) ?? throw new DataSetException($"'{folder}' has no folder 'fma_{subset}'.");
        var table = TableNear(audio, folder) ?? throw new DataSetException(
            $"'{folder}' has no fma_metadata/tracks.csv, the index of the Free Music Archive's dump, which has the genres. "
            + $"Unpack fma_metadata.zip beside '{Path.GetFileName(audio)}'.");
        Row[] rows = [.. Rows(table)
            .Where(row => Array.IndexOf(Sizes, row.Subset) >= 0 && Array.IndexOf(Sizes, row.Subset) <= Array.IndexOf(Sizes, subset)
                && row.Genre.Length > 0)];
        AudioTrack[] tracks = [.. rows
            .Select(row => new AudioTrack(row.Name, row.Genre, Path.Combine(audio, row.Name), row.Artist))
            .OrderBy(track => track.Genre, StringComparer.Ordinal).ThenBy(track => track.Name, StringComparer.Ordinal)];
        return tracks.Length > 0 ? new AudioDataSet($"fma-{subset}", tracks) { PublishedSplit = SplitOf(rows) }
            : throw new DataSetException($"'{table}' lists no tracks of fma-{subset} with a top genre.");
    }

    // "fma_small" by its name, in a folder, in one right below it, or the folder itself.
    private string? AudioOf(string folder)
    {
        var name = $"fma_{subset}";
        return Surroundings.NameOf(folder) == name && HasClips(folder) ? folder
            : Surroundings.Down(folder).Select(start => Path.Combine(start, name)).FirstOrDefault(Directory.Exists);
    }

    // 000, 001, …: the first digits of the tracks in them.
    private static bool HasClips(string folder) => AudioFolder.Subfolders(folder)
        .Any(inner => Path.GetFileName(inner) is { Length: 3 } digits && digits.All(char.IsAsciiDigit));

    private static string? TableNear(string audio, string folder) =>
        new[] { Surroundings.Above(audio), audio, folder, Surroundings.Above(folder) }.OfType<string>()
        .SelectMany(place => new[] { Path.Combine(place, Metadata, Table), Path.Combine(place, Table) })
        .FirstOrDefault(File.Exists);

    private Split? SplitOf(IReadOnlyList<Row> rows)
    {
        SplitPart[] parts = [.. Parts.Select(part =>
            new SplitPart(part.Ours, [.. rows.Where(row => row.Split == part.Theirs).Select(row => row.Name)]))];
        return parts.All(part => part.Tracks.Count > 0) ? new Split($"fma-{subset}", parts) : null;
    }

    // Two header lines with a group and a name for each column, then one with "track_id" above the first column only.
    private static IEnumerable<Row> Rows(string table)
    {
        _ = Utf8File.ReadBytes(table);
        using var csv = CsvReader.FromFile(table, new CsvReaderOptions { HasHeader = false, TrackLineNumbers = true });
        var groups = Next(csv, table);
        var names = Next(csv, table);
        var (size, part) = (Column("set", "subset"), Column("set", "split"));
        var (genre, artist) = (Column("track", "genre_top"), Column("artist", "id"));
        while (csv.Read())
        {
            if (int.TryParse(csv.GetString(0), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                var known = csv.GetString(artist);
                var number = id.ToString("D6", CultureInfo.InvariantCulture);
                yield return new Row(
                    $"{number[..3]}/{number}.mp3", csv.GetString(size), csv.GetString(part), csv.GetString(genre).Trim(),
                    known.Length > 0 ? known : null);
            }
        }

        int Column(string group, string name) =>
            groups.Zip(names).Index().Where(column => column.Item == (group, name)).Select(column => (int?)column.Index).FirstOrDefault()
            ?? throw new DataSetException($"'{table}' has no column '{name}' under '{group}'.");
    }

    private static string[] Next(CsvReader csv, string table) =>
        csv.Read() ? [.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)] : throw new DataSetException($"'{table}' is empty.");

    /// <summary>A track of the table.</summary>
    private sealed record Row(string Name, string Subset, string Split, string Genre, string? Artist);
}
