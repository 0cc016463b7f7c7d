namespace MicroGenre.Collections.Catalog;

/// <summary>A stamp that changes when the library analyses something, or when files vanish or are forgotten.</summary>
/// <param name="LastId">The ID of the newest row.</param>
/// <param name="LastAnalyzed">The time of the latest analysis.</param>
/// <param name="Files">Number of files that exist.</param>
public sealed record LibraryStamp(long? LastId, DateTime? LastAnalyzed, int Files);
