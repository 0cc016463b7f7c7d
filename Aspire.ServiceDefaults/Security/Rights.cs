namespace Aspire.ServiceDefaults.Security;

/// <summary>
/// What a caller may be allowed beyond asking: <c>[Authorize(Policy = Rights.Control)]</c> on a service's method, or on the whole service.
/// </summary>
/// <remarks>
/// Everybody has every right where callers are not asked who they are. Calls that need one are written to the log <c>MicroGenre.Audit</c>
/// in any case.
/// </remarks>
public static class Rights
{
    /// <summary>Changing what the service does for others: which models answer, training, cancelling.</summary>
    public const string Control = "control";
}
