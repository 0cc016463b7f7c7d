namespace MicroGenre.Collections;

/// <summary>The exception for a problem with a library. The message says what is wrong and what to do.</summary>
public class LibraryException(string message, Exception? inner = null) : Exception(message, inner);
