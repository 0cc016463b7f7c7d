using MicroGenre.Collections.Analysis;

namespace MicroGenre.Collections.Scanning;

/// <summary>The result of reading a file.</summary>
/// <param name="File">The state of the file when it was read.</param>
/// <param name="Sha256">SHA-256 of the file.</param>
/// <param name="Row">The row to change; <see langword="null"/> to add a row.</param>
/// <param name="Outcome">What to do with the row.</param>
internal sealed record FileReading(FoundFile File, string Sha256, KnownFile? Row, FileOutcome Outcome)
{
    /// <summary>Converts a finding to a change of the library.</summary>
    /// <param name="known">The library's record of the path.</param>
    /// <param name="finding">The result of reading the file.</param>
    /// <param name="model">The model that predicted the genres.</param>
    /// <param name="content">The contents known to the library.</param>
    /// <returns><see langword="null"/> if the content was known but no longer is. Another scan will read the file.</returns>
    public static FileReading? Of(KnownFile? known, FileFinding finding, string model, KnownContent content)
    {
        var file = new FoundFile(finding.Path, finding.Length, finding.Modified);
        if (finding.Failure is { } failure)
        {
            return new FileReading(file, finding.Sha256, known, new FileOutcome.Failed(failure));
        }

        // If a file with the same content is missing elsewhere, it was moved here.
        var row = known ?? content.TakeMissing(finding.Sha256);
        return row is not null && row.Sha256 == finding.Sha256 && row.IsCurrent(model, SoundAnalyzer.FeaturesVersion)
            ? new FileReading(file, finding.Sha256, row, new FileOutcome.Kept())
            : finding.Analysis is { } analysis ? new FileReading(file, finding.Sha256, row, new FileOutcome.Analyzed(analysis))
            : content.RowOf(finding.Sha256) is { } source
                ? new FileReading(file, finding.Sha256, row, new FileOutcome.Copied(source))
            : null;
    }
}

/// <summary>What to do with a file's row.</summary>
internal abstract record FileOutcome
{
    /// <summary>Keep the analysis: the file was only moved or touched.</summary>
    public sealed record Kept : FileOutcome;

    /// <summary>Copy the analysis of another file with the same content.</summary>
    /// <param name="Source">The ID of the other file's row.</param>
    public sealed record Copied(long Source) : FileOutcome;

    /// <summary>The file was analysed.</summary>
    public sealed record Analyzed(SoundAnalysis Analysis) : FileOutcome;

    /// <summary>The file could not be analysed.</summary>
    public sealed record Failed(string Reason) : FileOutcome;
}
