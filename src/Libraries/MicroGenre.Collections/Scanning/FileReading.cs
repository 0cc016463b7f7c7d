using MicroGenre.Collections.Analysis;

namespace MicroGenre.Collections.Scanning;

/// <summary>What reading a file came to.</summary>
/// <param name="File">The file, as it was when it was read.</param>
/// <param name="Sha256">SHA-256 of its bytes.</param>
/// <param name="Row">The row to change; <see langword="null"/> for a new one.</param>
/// <param name="Outcome">What to do with the row.</param>
internal sealed record FileReading(FoundFile File, string Sha256, KnownFile? Row, FileOutcome Outcome)
{
    /// <summary>What a finding comes to.</summary>
    /// <param name="known">What is remembered of the path.</param>
    /// <param name="finding">What was found there.</param>
    /// <param name="model">The model that told the genres.</param>
    /// <param name="content">What is remembered of contents.</param>
    /// <returns><see langword="null"/> for content that was known, and is no longer: another scan takes the file.</returns>
    public static FileReading? Of(KnownFile? known, FileFinding finding, string model, KnownContent content)
    {
        var file = new FoundFile(finding.Path, finding.Length, finding.Modified);
        if (finding.Failure is { } failure)
        {
            return new FileReading(file, finding.Sha256, known, new FileOutcome.Failed(failure));
        }

        // A file of the same content that is missing elsewhere is the same one, moved.
        var row = known ?? content.TakeMissing(finding.Sha256);
        return row is not null && row.Sha256 == finding.Sha256 && row.IsCurrent(model, SoundAnalyzer.FeaturesVersion)
            ? new FileReading(file, finding.Sha256, row, new FileOutcome.Kept())
            : finding.Analysis is { } analysis ? new FileReading(file, finding.Sha256, row, new FileOutcome.Analyzed(analysis))
            : content.RowOf(finding.Sha256) is { } source
                ? new FileReading(file, finding.Sha256, row, new FileOutcome.Copied(source))
            : null;
    }
}

/// <summary>What becomes of a file's row.</summary>
internal abstract record FileOutcome
{
    /// <summary>What is known of the content stays: the file was only moved, or touched.</summary>
    public sealed record Kept : FileOutcome;

    /// <summary>What is known of another file of the same content holds for this one.</summary>
    /// <param name="Source">The number of the other file's row.</param>
    public sealed record Copied(long Source) : FileOutcome;

    /// <summary>The file was analysed.</summary>
    public sealed record Analyzed(SoundAnalysis Analysis) : FileOutcome;

    /// <summary>The file could not be analysed.</summary>
    public sealed record Failed(string Reason) : FileOutcome;
}
