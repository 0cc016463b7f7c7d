using MicroGenre.DataSets;
using MicroGenre.Signal.Files;

namespace MicroGenre.Cli.Output;

/// <summary>Tells, on standard error, which files of folders are not taken, and why.</summary>
internal static class LeftFiles
{
    private const int Named = 3;

    /// <summary>Writes a line that sums up, or a line for each file.</summary>
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

    /// <summary>How many files were left for which reasons, with the names of some.</summary>
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
