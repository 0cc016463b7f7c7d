namespace MicroGenre.Collections.Scanning;

/// <summary>What the library remembers of a file, as far as a scan needs it.</summary>
/// <param name="Id">The number of its row.</param>
/// <param name="Path">Where it was.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Modified">When it had last changed.</param>
/// <param name="Sha256">SHA-256 of its bytes.</param>
/// <param name="IsGone">Whether it was not there the last time.</param>
/// <param name="HasFailed">Whether it could not be analysed.</param>
/// <param name="Model">The model that told its genres.</param>
/// <param name="Features">The version of what was measured.</param>
internal sealed record KnownFile(
    long Id, string Path, long Length, DateTime Modified, string Sha256, bool IsGone, bool HasFailed, string? Model, int Features)
{
    /// <summary>
    /// Whether a model and version would find the same again. What could not be decoded is not decoded by another model either.
    /// </summary>
    public bool IsCurrent(string model, int features) => Features == features && (HasFailed || Model == model);

    /// <summary>Whether a file is as it was, as far as its length and time tell.</summary>
    public bool Is(FoundFile file) => Length == file.Length && Modified == file.Modified;
}

/// <summary>A file that is there.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Modified">When it last changed.</param>
internal sealed record FoundFile(string Path, long Length, DateTime Modified);
