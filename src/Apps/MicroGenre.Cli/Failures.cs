namespace MicroGenre.Cli;

/// <summary>The exception for a command that failed. The message is shown to the user.</summary>
internal sealed class FailureException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The exception for wrong usage of a command. The message is shown to the user.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>
/// The exception for a single track that cannot be processed, while others may continue. The message is shown to the user.
/// </summary>
internal sealed class TrackException(string message, Exception? inner = null) : Exception(message, inner);
