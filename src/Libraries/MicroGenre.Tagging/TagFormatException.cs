namespace MicroGenre.Tagging;

/// <summary>The exception for a file with malformed tags, or of a kind that cannot be changed safely. The file is unchanged.</summary>
/// <param name="message">The problem, in one line.</param>
/// <param name="inner">The original exception.</param>
public sealed class TagFormatException(string message, Exception? inner = null) : Exception(message, inner);
