namespace Aspire.ServiceDefaults.Settings;

/// <summary>The exception for a service that must not start with its configuration. The message is shown to the user.</summary>
internal sealed class StartRefusedException(string message, Exception? inner = null) : Exception(message, inner);
