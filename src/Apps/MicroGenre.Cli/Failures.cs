namespace MicroGenre.Cli;

/// <summary>A command that could not do its work; the message is the line that its user reads.</summary>
internal sealed class FailureException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A command that was called wrongly; the message is the line that its user reads.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>
/// A track that cannot be worked on, for reasons of its own: others may still be. The message is the line that its user reads.
/// </summary>
internal sealed class TrackException(string message, Exception? inner = null) : Exception(message, inner);
