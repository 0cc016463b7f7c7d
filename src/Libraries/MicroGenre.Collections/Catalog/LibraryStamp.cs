namespace MicroGenre.Collections.Catalog;

/// <summary>Tells whether a library has analysed anything since another stamp was taken.</summary>
/// <param name="LastId">The newest row's number.</param>
/// <param name="LastAnalyzed">When a file was last analysed.</param>
public sealed record LibraryStamp(long? LastId, DateTime? LastAnalyzed);
