namespace MicroGenre.Collections.Catalog;

/// <summary>A stamp that changes when the library analyses something.</summary>
/// <param name="LastId">The ID of the newest row.</param>
/// <param name="LastAnalyzed">The time of the latest analysis.</param>
public sealed record LibraryStamp(long? LastId, DateTime? LastAnalyzed);
