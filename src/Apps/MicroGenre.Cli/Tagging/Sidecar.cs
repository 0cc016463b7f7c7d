using System.Globalization;
using CsvHelper;
using MicroGenre.Signal.Files;

namespace MicroGenre.Cli.Tagging;

/// <summary>The CSV file of genres that do not go into the audio files.</summary>
internal static class Sidecar
{
    /// <summary>The name it has unless told.</summary>
    public const string Name = "genres.csv";

    private static readonly string[] Columns = ["path", "genre", "probability"];

    /// <summary>Where it is unless told: in the folder of music, or beside the file.</summary>
    public static string PathFor(string music) =>
        Path.Combine(FileStatus.Of(music).Kind == FileKind.Folder ? music : Path.GetDirectoryName(Path.GetFullPath(music))!, Name);

    /// <summary>
    /// Writes the decisions that belong there, in their order, behind what the file says of other tracks; the file appears whole or not at
    /// all.
    /// </summary>
    /// <exception cref="FailureException">There is a file of another kind.</exception>
    public static void Write(string path, IReadOnlyCollection<TagDecision> decisions)
    {
        var others = RowsOfOthers(path, decisions.Select(decision => decision.File).ToHashSet(StringComparer.Ordinal));
        IEnumerable<string[]> rows = [Columns, .. others, .. decisions.Select(Row)];
        WholeFile.Write(path, temporary => File.WriteAllLines(temporary, rows.Select(row => string.Join(',', row.Select(Quote)))));
    }

    private static string[] Row(TagDecision decision) =>
        [decision.File, decision.Genre!, decision.Probability!.Value.ToString(CultureInfo.InvariantCulture)];

    private static List<string[]> RowsOfOthers(string path, HashSet<string> files)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        using var csv = CsvReader.FromFile(path);
        if (!csv.Headers.SequenceEqual(Columns, StringComparer.Ordinal))
        {
            throw new FailureException($"'{path}' is there already and is no list of genres; name another file with --csv.");
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
