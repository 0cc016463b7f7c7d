using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Aspire.ServiceDefaults.Security;

/// <summary>Work that a control call starts and that continues after the call.</summary>
public static class LastingWork
{
    /// <summary>Tells the audit log that work continues if the caller leaves early.</summary>
    /// <param name="context">The call.</param>
    /// <param name="work">The name of the work in the audit log.</param>
    public static void GoesOn(this ServerCallContext context, string work) => context.GetHttpContext().Items[typeof(LastingWork)] = work;

    /// <summary>The work that continues without the call; <see langword="null"/> if there is none.</summary>
    internal static string? Of(HttpContext http) => http.Items[typeof(LastingWork)] as string;
}
