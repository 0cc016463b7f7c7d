using MicroGenre.DataSets;
using MicroGenre.Signal.Files;

namespace MicroGenre.Cli.Output;

/// <summary>Reports on standard error which files of folders are skipped, and why.</summary>
internal static class LeftFiles
{
    private const int Named = 3;

    /// <summary>Writes a summary, or a line for each file.</summary>
    public static void Write(IReadOnlyList<LeftFile> files, bool each)
    {
        if (each)
        {
            foreach (var file in files)
            {
                Screen.WriteProblem(
                    $"{RawPath.Display(file.Path)}: left out: it is "
                    + $"{file.Reason}{(file.Of is null ? "" : $", '{RawPath.Display(file.Of)}'")}");
            }
        }
        else if (files.Count > 0)
        {
            Screen.WriteProblem($"{Summary(files)}. --verbose lists them.");
        }
    }

    /// <summary>Summarises the skipped files by reason, with some names.</summary>
    public static string Summary(IReadOnlyList<LeftFile> files)
    {
        var reasons = files.GroupBy(file => file.Reason, StringComparer.Ordinal)
            .Select(group => $"{group.Count()} {group.Key} ({NamesOf([.. group])})");
        return $"left out {files.Count} {(files.Count == 1 ? "file" : "files")}: {string.Join(", ", reasons)}";
    }

    private static string NamesOf(List<LeftFile> files) =>
        string.Join(", ", files.Take(Named).Select(file => Path.GetFileName(RawPath.Display(file.Path))))
            + (files.Count > Named ? ", …" : "");
}
