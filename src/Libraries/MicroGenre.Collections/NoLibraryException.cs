namespace MicroGenre.Collections;

/// <summary>There is no library at a place; the message says how to make one.</summary>
public sealed class NoLibraryException(string message) : LibraryException(message);
