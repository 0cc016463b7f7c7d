namespace MicroGenre.Collections;

/// <summary>A file that could not be processed.</summary>
/// <param name="Path">The path of the file.</param>
/// <param name="Reason">The reason, as a sentence.</param>
public sealed record FileProblem(string Path, string Reason);
