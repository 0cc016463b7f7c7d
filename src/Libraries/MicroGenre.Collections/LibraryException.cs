namespace MicroGenre.Collections;

/// <summary>Something about a library that its owner must know; the message says what, and what to do.</summary>
public class LibraryException(string message, Exception? inner = null) : Exception(message, inner);
