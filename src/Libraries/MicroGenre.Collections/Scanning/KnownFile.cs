namespace MicroGenre.Collections.Scanning;

/// <summary>The data of a file in the library that a scan needs.</summary>
/// <param name="Id">The ID of its row.</param>
/// <param name="Path">The path of the file.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Modified">Time of the last change.</param>
/// <param name="Sha256">SHA-256 of the file.</param>
/// <param name="IsGone">Whether the last scan did not find it.</param>
/// <param name="HasFailed">Whether it could not be analysed.</param>
/// <param name="Model">The model that predicted its genres.</param>
/// <param name="Features">The version of the features.</param>
internal sealed record KnownFile(
    long Id, string Path, long Length, DateTime Modified, string Sha256, bool IsGone, bool HasFailed, string? Model, int Features)
{
    /// <summary>Whether a model and version would give the same result. A file that could not be decoded fails with any model.</summary>
    public bool IsCurrent(string model, int features) => Features == features && (HasFailed || Model == model);

    /// <summary>Whether the file has the same length and time.</summary>
    public bool Is(FoundFile file) => Length == file.Length && Modified == file.Modified;
}

/// <summary>A file that exists.</summary>
/// <param name="Path">The path of the file.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Modified">Time of the last change.</param>
internal sealed record FoundFile(string Path, long Length, DateTime Modified);
