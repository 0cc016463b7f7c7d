namespace Aspire.ServiceDefaults.Security;

/// <summary>The rights of callers: <c>[Authorize(Policy = Rights.Control)]</c> on a method or on a whole service.</summary>
/// <remarks>
/// If callers are not authenticated, everyone has every right. Calls that require a right are always written to the log
/// <c>MicroGenre.Audit</c>.
/// </remarks>
public static class Rights
{
    /// <summary>The right to change what the service does for others: serving models, training, cancelling.</summary>
    public const string Control = "control";
}
