namespace MicroGenre.Benchmarks;

/// <summary>A benchmark's command line is wrong; the message says what.</summary>
internal sealed class UsageException(string message) : Exception(message);
