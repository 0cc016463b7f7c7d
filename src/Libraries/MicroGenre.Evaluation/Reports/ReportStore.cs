using System.Security.Cryptography;
using System.Text;
using MicroGenre.Evaluation.Suites;
using MicroGenre.Signal.Files;

namespace MicroGenre.Evaluation.Reports;

/// <summary>A saved report.</summary>
/// <param name="Id">A hash of its content, so that equal evaluations have the same ID.</param>
/// <param name="Created">When it was first saved.</param>
/// <param name="Report">The report, with the answer for each track.</param>
public sealed record KeptReport(string Id, DateTimeOffset Created, EvaluationReport Report);

/// <summary>A folder with a file for each report.</summary>
/// <param name="folder">The folder; created with the first report.</param>
public sealed class ReportStore(string folder)
{
    private const int IdBytes = 6;
    private const string Ending = ".json";

    /// <summary>The folder.</summary>
    public string Folder { get; } = Path.GetFullPath(folder);

    /// <summary>Saves a report. A report that is already saved stays unchanged.</summary>
    public KeptReport Keep(EvaluationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var json = report.ToFullJson() + "\n";
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)).AsSpan(0, IdBytes));
        var file = FileOf(id);
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(Folder);
            WholeFile.Write(file, json);
        }

        return new KeptReport(id, CreatedAt(file), report);
    }

    /// <summary>Lists all reports, newest first. Other files are skipped.</summary>
    public IReadOnlyList<KeptReport> List() => Directory.Exists(Folder)
        ? [.. Directory.EnumerateFiles(Folder, $"*{Ending}").Select(file => Find(Path.GetFileNameWithoutExtension(file)))
            .OfType<KeptReport>()
            .OrderByDescending(kept => kept.Created).ThenBy(kept => kept.Id, StringComparer.Ordinal)]
        : [];

    /// <summary>Returns the report with an ID; <see langword="null"/> if it does not exist.</summary>
    public KeptReport? Find(string id)
    {
        if (id.Length == 0 || !id.All(char.IsAsciiHexDigitLower) || !File.Exists(FileOf(id)))
        {
            return null;
        }

        try
        {
            return new KeptReport(id, CreatedAt(FileOf(id)), EvaluationReport.FromJson(File.ReadAllText(FileOf(id))));
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>Reads a report from any file: a saved report or a run of a suite.</summary>
    /// <exception cref="InvalidDataException">The file is missing, or is neither.</exception>
    public static EvaluationReport Read(string file)
    {
        if (!File.Exists(file))
        {
            throw new InvalidDataException($"There is no file '{file}'.");
        }

        try
        {
            return SuiteRun.TryRead(file) is { } run ? run.Answers.ToReport() with { Model = $"{run.RecipeName}, seed {run.Seed}" }
                : EvaluationReport.FromJson(File.ReadAllText(file));
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"'{file}': {exception.Message}", exception);
        }
    }

    private static DateTimeOffset CreatedAt(string file) => new(File.GetLastWriteTimeUtc(file));

    private string FileOf(string id) => Path.Combine(Folder, id + Ending);
}
