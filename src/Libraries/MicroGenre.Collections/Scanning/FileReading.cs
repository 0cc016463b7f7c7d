using MicroGenre.Collections.Analysis;

namespace MicroGenre.Collections.Scanning;

/// <summary>What reading a file came to.</summary>
/// <param name="File">The file, as it was when it was read.</param>
/// <param name="Sha256">SHA-256 of its bytes.</param>
/// <param name="Row">The row to change; <see langword="null"/> for a new one.</param>
/// <param name="Outcome">What to do with the row.</param>
internal sealed record FileReading(FoundFile File, string Sha256, KnownFile? Row, FileOutcome Outcome);

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
