namespace MicroGenre.Collections;

/// <summary>A file that could not be worked on.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Reason">Why, as a sentence.</param>
public sealed record FileProblem(string Path, string Reason);
