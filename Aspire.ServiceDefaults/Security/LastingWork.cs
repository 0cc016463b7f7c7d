using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Aspire.ServiceDefaults.Security;

/// <summary>What a control call begins and does not end with it.</summary>
public static class LastingWork
{
    /// <summary>Has the audit tell that something goes on, should the caller leave before its end.</summary>
    /// <param name="context">The call.</param>
    /// <param name="work">What goes on, as the audit is to name it.</param>
    public static void GoesOn(this ServerCallContext context, string work) => context.GetHttpContext().Items[typeof(LastingWork)] = work;

    /// <summary>What goes on without a call, if anything.</summary>
    internal static string? Of(HttpContext http) => http.Items[typeof(LastingWork)] as string;
}
