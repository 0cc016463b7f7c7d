using System.Globalization;
using CsvHelper;
using MicroGenre.Learning;

namespace MicroGenre.Cli.Tagging;

/// <summary>The CSV file of genres that do not go into the audio files.</summary>
internal static class Sidecar
{
    /// <summary>The name it has unless told.</summary>
    public const string Name = "genres.csv";

    private const string Header = "path,genre,probability";

    /// <summary>Where it is unless told: in the folder of music, or beside the file.</summary>
    public static string PathFor(string music) => Path.Combine(Directory.Exists(music) ? music : Path.GetDirectoryName(Path.GetFullPath(music))!, Name);

    /// <summary>Writes the decisions that belong there, in their order, behind what the file says of other tracks; the file appears whole or not at all.</summary>
    /// <exception cref="FailureException">There is a file of another kind.</exception>
    public static void Write(string path, IReadOnlyCollection<TagDecision> decisions)
    {
        var others = RowsOfOthers(path, decisions.Select(decision => decision.File).ToHashSet(StringComparer.Ordinal));
        WholeFile.Write(path, temporary => File.WriteAllLines(temporary, [Header, .. others, .. decisions.Select(Row)]));
    }

    private static string Row(TagDecision decision) =>
        string.Join(',', Quote(decision.File), Quote(decision.Genre!), decision.Probability!.Value.ToString(CultureInfo.InvariantCulture));

    private static List<string> RowsOfOthers(string path, HashSet<string> files)
    {
        var rows = new List<string>();
        if (!File.Exists(path))
        {
            return rows;
        }

        using var csv = new CsvParser(new StreamReader(path), CultureInfo.InvariantCulture);
        if (!csv.Read() || csv.RawRecord.TrimEnd() != Header)
        {
            throw new FailureException($"'{path}' is there already and is no list of genres; name another file with --csv.");
        }

        while (csv.Read())
        {
            if (!files.Contains(csv[0]))
            {
                rows.Add(csv.RawRecord.TrimEnd('\r', '\n'));
            }
        }

        return rows;
    }

    private static string Quote(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
