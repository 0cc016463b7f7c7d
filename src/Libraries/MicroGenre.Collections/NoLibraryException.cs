namespace MicroGenre.Collections;

/// <summary>The exception for a library that does not exist. The message says how to create one.</summary>
public sealed class NoLibraryException(string message) : LibraryException(message);
