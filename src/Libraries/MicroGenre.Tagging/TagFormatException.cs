namespace MicroGenre.Tagging;

/// <summary>A file whose tags are not what their format says, or of a kind that cannot be changed safely. The file is as it was.</summary>
/// <param name="message">What is wrong, in one line.</param>
/// <param name="inner">What brought it to light.</param>
public sealed class TagFormatException(string message, Exception? inner = null) : Exception(message, inner);
