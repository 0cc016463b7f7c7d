namespace Aspire.ServiceDefaults.Settings;

/// <summary>A service that must not start as it is configured; the message is the line that says why.</summary>
internal sealed class StartRefusedException(string message, Exception? inner = null) : Exception(message, inner);
