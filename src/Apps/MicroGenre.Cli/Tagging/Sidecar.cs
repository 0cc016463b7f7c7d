using System.Globalization;
using MicroGenre.Learning;

namespace MicroGenre.Cli.Tagging;

/// <summary>The CSV file of genres that do not go into the audio files.</summary>
internal static class Sidecar
{
    /// <summary>The name it has unless told.</summary>
    public const string Name = "genres.csv";

    /// <summary>Writes the decisions that belong there, sorted as they came; the file appears whole or not at all.</summary>
    public static void Write(string path, IEnumerable<TagDecision> decisions) => WholeFile.Write(path, temporary => File.WriteAllLines(
        temporary,
        decisions.Select(decision => string.Join(',', Quote(decision.File), Quote(decision.Genre!), decision.Probability!.Value.ToString(CultureInfo.InvariantCulture))).Prepend("path,genre,probability")));

    private static string Quote(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
