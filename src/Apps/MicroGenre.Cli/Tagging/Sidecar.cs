using System.Globalization;
using CsvHelper;
using MicroGenre.Signal.Files;
using MicroGenre.Tagging;

namespace MicroGenre.Cli.Tagging;

/// <summary>The CSV file for genres that cannot be written to the audio files.</summary>
internal static class Sidecar
{
    /// <summary>Its default name.</summary>
    public const string Name = "genres.csv";

    private static readonly string[] Columns = ["path", "genre", "probability"];

    /// <summary>Its default path: in the music folder, or next to the file.</summary>
    public static string PathFor(string music) =>
        Path.Combine(FileStatus.Of(music).Kind == FileKind.Folder ? music : Path.GetDirectoryName(Path.GetFullPath(music))!, Name);

    /// <summary>
    /// Writes the decisions for the CSV file, in order, after its existing entries for other tracks. The file is written atomically.
    /// </summary>
    /// <exception cref="FailureException">A file of another kind exists.</exception>
    public static void Write(string path, IReadOnlyCollection<TagDecision> decisions)
    {
        var others = RowsOfOthers(path, decisions.Select(decision => decision.File).ToHashSet(StringComparer.Ordinal));
        IEnumerable<string[]> rows = [Columns, .. others, .. decisions.Select(Row)];
        WholeFile.Write(path, temporary => File.WriteAllLines(temporary, rows.Select(row => string.Join(',', row.Select(Quote)))));
    }

    private static string[] Row(TagDecision decision) =>
    [
        decision.File, string.Join(TagFile.Separator, decision.Genres), decision.Probability!.Value.ToString(CultureInfo.InvariantCulture),
    ];

    private static List<string[]> RowsOfOthers(string path, HashSet<string> files)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        using var csv = CsvReader.FromFile(path);
        if (!csv.Headers.SequenceEqual(Columns, StringComparer.Ordinal))
        {
            throw new FailureException($"'{path}' exists and is not a list of genres. Choose another file with --csv.");
        }

        var rows = new List<string[]>();
        while (csv.Read())
        {
            rows.Add([.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)]);
        }

        return [.. rows.Where(row => row.Length > 0 && !files.Contains(row[0]))];
    }

    private static string Quote(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
